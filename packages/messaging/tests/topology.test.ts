import { createTestEnvironment, waitFor, type TestEnvironment } from '@callscript/devstack/testing';
import { connect, type ChannelModel } from 'amqplib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declareTopology, failedQueueName, queueName, TopologyMismatchError } from '../src/index.ts';
import { readyBroker, recordingLogger, startBroker } from './_support.ts';

let environment: TestEnvironment;
let connection: ChannelModel;

beforeEach(async () => {
  environment = await createTestEnvironment();
  connection = await connect(environment.brokerUrl, { timeout: 5000 });
});

afterEach(async () => {
  await connection.close();
  await environment[Symbol.asyncDispose]();
});

async function redeclareWithOtherArguments(): Promise<void> {
  const channel = await connection.createChannel();
  await channel.deleteQueue(queueName('notify'));
  await channel.assertQueue(queueName('notify'), { durable: true, arguments: { 'x-queue-type': 'classic' } });
  await channel.close();
}

test('declaring the topology again, and by many at once, changes nothing', async () => {
  const others = await Promise.all([1, 2, 3].map(() => connect(environment.brokerUrl, { timeout: 5000 })));
  await Promise.all(others.map(declareTopology));
  await declareTopology(connection);
  const channel = await connection.createChannel();
  expect(await channel.checkQueue(failedQueueName('archive'))).toMatchObject({ messageCount: 0 });
  await Promise.all(others.map((other) => other.close()));
});

test('a queue that exists with other properties is named', async () => {
  await declareTopology(connection);
  await redeclareWithOtherArguments();
  const error = await declareTopology(connection).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(TopologyMismatchError);
  expect(error).toMatchObject({ object: 'queue call.notify', message: expect.stringContaining('inequivalent arg') });
});

test('a broker client stays unready and says why until the queue that does not fit is gone', async () => {
  await declareTopology(connection);
  await redeclareWithOtherArguments();
  const logger = recordingLogger();
  await using broker = startBroker(environment.brokerUrl, { logger });
  await waitFor(() => logger.text().includes('queue call.notify exists at the broker with other properties'));
  expect(broker.isReady()).toBe(false);
  const channel = await connection.createChannel();
  await channel.deleteQueue(queueName('notify'));
  await broker.whenReady(AbortSignal.timeout(10_000));
});

test('a message that kills its consumer again and again ends in the dead-letter queue of its stage', async () => {
  await using broker = await readyBroker(environment.brokerUrl, { requeueDelayMs: 0 });
  let deliveries = 0;
  await broker.consume({
    queue: queueName('analyze'),
    prefetch: 1,
    onMessage(delivery) {
      deliveries += 1;
      delivery.nack({ requeue: true });
    },
  });
  await broker.publish({ routingKey: queueName('analyze'), type: 'poison', body: 'poison' });
  const letter = await waitFor(async () => {
    const channel = await connection.createChannel();
    return await channel.get(failedQueueName('analyze'));
  });
  expect(letter.content.toString()).toBe('"poison"');
  expect(deliveries).toBe(21);
});
