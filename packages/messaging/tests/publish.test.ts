import { createTestEnvironment, waitFor, type TestEnvironment } from '@callscript/devstack/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from 'amqplib';
import { queueName, spoolQueue, workExchange, type Broker, type Delivery } from '../src/index.ts';
import { collector, permit, readyBroker } from './_support.ts';

let environment: TestEnvironment;
let broker: Broker;

beforeEach(async () => {
  environment = await createTestEnvironment();
  broker = await readyBroker(environment.brokerUrl);
});

afterEach(async () => {
  await broker[Symbol.asyncDispose]();
  await environment[Symbol.asyncDispose]();
});

async function nextDelivery(queue: string): Promise<Delivery> {
  const got = collector();
  const subscription = await broker.consume({ queue, prefetch: 1, onMessage: got.onMessage });
  const delivery = await waitFor(() => got.deliveries[0]);
  await subscription[Symbol.asyncDispose]();
  return delivery;
}

describe('publish', () => {
  test('resolves when the message is in its queue, with everything that was said of it', async () => {
    const body = { text: 'naïve ☎' };
    const headers = { traceparent: '00-abc' };
    const request = { routingKey: spoolQueue, type: 't.v1', messageId: 'm-1', correlationId: 'c-1', headers, body };
    await broker.publish(request);
    const delivery = await nextDelivery(spoolQueue);
    expect(delivery).toMatchObject({
      type: 't.v1',
      messageId: 'm-1',
      correlationId: 'c-1',
      headers,
      redelivered: false,
    });
    expect(JSON.parse(delivery.body.toString())).toEqual(body);
  });

  test('sends a Buffer as it is, whatever its size', async () => {
    for (const body of [Buffer.alloc(0), Buffer.from([0, 255, 10]), Buffer.alloc(300_000, 7)]) {
      await broker.publish({ routingKey: spoolQueue, type: 'raw', body });
      expect((await nextDelivery(spoolQueue)).body.equals(body)).toBe(true);
    }
  });

  test('rejects a message that no queue takes, and only that one, even when another has the same id', async () => {
    const publish = (routingKey: string) => broker.publish({ routingKey, type: 't', messageId: 'same', body: 1 });
    const outcomes = await Promise.allSettled(
      [spoolQueue, 'nobody', spoolQueue, 'nobody', 'nothing'].map((routingKey) => publish(routingKey)),
    );
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'confirmed'))).toEqual([
      'confirmed',
      'UNROUTABLE',
      'confirmed',
      'UNROUTABLE',
      'UNROUTABLE',
    ]);
  });

  test('keeps the order of the calls through a window far smaller than their number', async () => {
    await using narrow = await readyBroker(environment.brokerUrl, { window: 3 });
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(numbers.map((body) => narrow.publish({ routingKey: spoolQueue, type: 'n', body })));
    const got = collector();
    await broker.consume({ queue: spoolQueue, prefetch: 50, onMessage: got.onMessage });
    await waitFor(() => got.deliveries.length === numbers.length);
    expect(got.bodies()).toEqual(numbers.map(String));
  });

  test('refuses callers beyond those that may wait, and confirms the rest', async () => {
    await using narrow = await readyBroker(environment.brokerUrl, { window: 1, maxWaiting: 4 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => narrow.publish({ routingKey: spoolQueue, type: 'n', body: 1 })),
    );
    const refused = { status: 'rejected', reason: expect.objectContaining({ reason: 'overloaded' }) };
    expect(outcomes.slice(0, 5).map((outcome) => outcome.status)).toEqual(Array(5).fill('fulfilled'));
    expect(outcomes.slice(5)).toEqual([refused, refused, refused]);
    expect(await broker.checkQueue(spoolQueue)).toMatchObject({ messageCount: 5 });
  });

  test('rejects what is no JSON, and headers that AMQP cannot carry, and goes on', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const publish = (body: unknown, headers = {}) =>
      broker.publish({ routingKey: spoolQueue, type: 't', headers, body });
    await expect(publish(circular)).rejects.toThrow(TypeError);
    await expect(publish(undefined)).rejects.toThrow(TypeError);
    await expect(publish(1, { big: 'x'.repeat(70_000) })).rejects.toThrow(RangeError);
    await publish('after');
    expect((await nextDelivery(spoolQueue)).body.toString()).toBe('"after"');
  });

  test('says that the outcome is unknown when the exchange is gone, then declares it again', async () => {
    await using admin = await openChannel(environment.brokerUrl);
    await admin.channel.deleteExchange(workExchange);
    const publish = () => broker.publish({ routingKey: spoolQueue, type: 't', body: 1 });
    await expect(publish()).rejects.toMatchObject({ code: 'PUBLISH_UNCONFIRMED' });
    await broker.whenReady(AbortSignal.timeout(10_000));
    await publish();
  });

  test('says that a closed broker client sent nothing', async () => {
    await broker[Symbol.asyncDispose]();
    const publishing = broker.publish({ routingKey: spoolQueue, type: 't', body: 1 });
    await expect(publishing).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE', reason: 'closed' });
    expect(broker.state).toBe('closed');
  });

  test('is counted', async () => {
    const counted: string[] = [];
    const events = {
      published: (routingKey: string) => counted.push(`published ${routingKey}`),
      publishFailed: (routingKey: string, code: string) => counted.push(`failed ${routingKey} ${code}`),
      consumed: (queue: string) => counted.push(`consumed ${queue}`),
      reconnected: () => counted.push('reconnected'),
      blocked: () => counted.push('blocked'),
    };
    await using counting = await readyBroker(environment.brokerUrl, { events });
    await counting.publish({ routingKey: spoolQueue, type: 't', body: 1 });
    await counting.publish({ routingKey: 'nobody', type: 't', body: 1 }).catch(() => undefined);
    const got = collector();
    await counting.consume({ queue: spoolQueue, prefetch: 1, onMessage: got.onMessage });
    await waitFor(() => got.deliveries.length === 1);
    expect(counted).toEqual([`published ${spoolQueue}`, 'failed nobody UNROUTABLE', `consumed ${spoolQueue}`]);
  });
});

test('a delayed permit comes back to the queue of its stage, after its delay and not before', async () => {
  const publishedAt = Date.now();
  await broker.publishPermit('archive', permit('late'), { delayMs: 700, correlationId: '6004:late' });
  expect(await broker.checkQueue(queueName('archive'))).toMatchObject({ messageCount: 0 });
  const delivery = await nextDelivery(queueName('archive'));
  expect(delivery).toMatchObject({ type: 'call.archive.v1', correlationId: '6004:late' });
  expect(JSON.parse(delivery.body.toString())).toEqual(permit('late'));
  expect(delivery.deliveredAt - publishedAt).toBeGreaterThanOrEqual(1000);
});

test('checkQueue counts messages and consumers, and names a queue that does not exist', async () => {
  await broker.publish({ routingKey: spoolQueue, type: 't', body: 1 });
  await broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: () => undefined });
  await waitFor(async () => (await broker.checkQueue(spoolQueue)).consumerCount === 1);
  await expect(broker.checkQueue('no.such.queue')).rejects.toMatchObject({
    code: 'QUEUE_MISSING',
    queue: 'no.such.queue',
  });
  expect(broker.isReady()).toBe(true);
});

async function openChannel(url: string) {
  const connection = await connect(url, { timeout: 5000 });
  const channel = await connection.createChannel();
  return { channel, [Symbol.asyncDispose]: () => connection.close() };
}
