import { deadLetterMessageSchema, deadLetterType } from '@callscript/contracts';
import { createTestEnvironment, waitFor, type TestEnvironment } from '@callscript/devstack/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { consumePermits, failedQueueName, queueName, type Broker } from '../src/index.ts';
import { collector, permit, readyBroker, recordingLogger } from './_support.ts';

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

test('permits arrive parsed, and what is no permit becomes a dead letter, none lost and none twice', async () => {
  const routingKey = queueName('analyze');
  const type = 'call.analyze.v1';
  await broker.publishPermit('analyze', permit('c-1'), { traceparent: '00-abc' });
  await broker.publish({ routingKey, type, body: Buffer.from('{'), correlationId: 'trace-me' });
  await broker.publish({ routingKey, type: 'call.notify.v1', body: permit('c-2') });
  await broker.publish({ routingKey, type, body: { ...permit('c-3'), attempt: 0 } });
  await broker.publish({ routingKey, type, body: { ...permit('c-4'), padding: 'x'.repeat(300_000) } });
  await broker.publishPermit('analyze', permit('c-5'));

  const permits: unknown[] = [];
  await consumePermits({
    broker,
    stage: 'analyze',
    prefetch: 2,
    logger: recordingLogger(),
    onPermit(received, delivery) {
      permits.push([received, delivery.headers]);
      delivery.ack();
    },
  });
  const letters = collector();
  await broker.consume({
    queue: failedQueueName('analyze'),
    prefetch: 10,
    onMessage: letters.onMessage,
  });
  await waitFor(() => permits.length === 2 && letters.deliveries.length === 4);
  expect(permits).toEqual([
    [permit('c-1'), { traceparent: '00-abc' }],
    [permit('c-5'), {}],
  ]);
  const filed = letters.bodies().map((body) => deadLetterMessageSchema.parse(JSON.parse(body)));
  expect(filed.map(({ callid, error_class, failure }) => `${callid} ${error_class} ${failure}`).sort()).toEqual([
    'c-2 WrongMessageType unreadable',
    'c-3 ContractViolation unreadable',
    'null InvalidJson unreadable',
    'null MessageTooLarge unreadable',
  ]);
  expect(filed.find((letter) => letter.callid === 'c-3')?.error_message).toMatch(/^attempt: /);
  expect(letters.deliveries.every((delivery) => delivery.type === deadLetterType)).toBe(true);
  expect(letters.deliveries.find((delivery) => delivery.body.includes('InvalidJson'))?.correlationId).toBe('trace-me');
  expect(await broker.checkQueue(queueName('analyze'))).toMatchObject({ messageCount: 0 });
});

test('an unreadable message that cannot be filed stays in its queue', async () => {
  const logger = recordingLogger();
  await using own = await readyBroker(environment.brokerUrl, { logger });
  const unable: Broker = Object.assign(Object.create(own) as Broker, {
    consume: own.consume.bind(own),
    publishDeadLetter: () => Promise.reject(new Error('nowhere to file it')),
  });
  await broker.publish({ routingKey: queueName('notify'), type: 'nonsense', body: 1 });
  const subscription = await consumePermits({
    broker: unable,
    stage: 'notify',
    prefetch: 1,
    logger,
    onPermit: () => undefined,
  });
  await waitFor(() => logger.text().includes('nowhere to file it'));
  await subscription[Symbol.asyncDispose]();
  const stillThere = collector();
  await broker.consume({ queue: queueName('notify'), prefetch: 1, onMessage: stillThere.onMessage });
  await waitFor(() => stillThere.deliveries.length > 0);
  expect(stillThere.deliveries[0]).toMatchObject({ type: 'nonsense', redelivered: true });
});
