import { createTestEnvironment, createTcpProxy, waitFor, type TestEnvironment } from '@callscript/devstack/testing';
import { connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queueName, spoolQueue, type Broker, type Delivery } from '../src/index.ts';
import { collector, onPort, portOf, readyBroker, recordingLogger } from './_support.ts';

const queue = queueName('recognize');
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

async function publish(...bodies: unknown[]): Promise<void> {
  for (const body of bodies) await broker.publish({ routingKey: queue, type: 't', body });
}

/** Keeps what it gets in hand. */
function holder() {
  const held: Delivery[] = [];
  return { held, onMessage: (delivery: Delivery) => void held.push(delivery) };
}

describe('consume', () => {
  test('has no more deliveries in hand than the prefetch', async () => {
    await publish(1, 2, 3, 4, 5);
    const { held, onMessage } = holder();
    await using subscription = await broker.consume({ queue, prefetch: 2, onMessage });
    await waitFor(() => held.length === 2);
    held[0]?.ack();
    await waitFor(() => held.length === 3);
    expect(await broker.checkQueue(queue)).toMatchObject({ messageCount: 2 });
    expect(subscription.inHand).toBe(2);
  });

  test('refuses a prefetch that means no limit', async () => {
    const consuming = broker.consume({ queue, prefetch: 0, onMessage: () => undefined });
    await expect(consuming).rejects.toThrow(RangeError);
  });

  test('settles each delivery once', async () => {
    await publish(1);
    const { held, onMessage } = holder();
    await broker.consume({ queue, prefetch: 1, onMessage });
    const delivery = await waitFor(() => held[0]);
    expect(delivery.settled).toBe(false);
    expect([delivery.ack(), delivery.ack(), delivery.nack({ requeue: true })]).toEqual([true, false, false]);
    expect(delivery.settled).toBe(true);
  });

  test('gives a message back, a while later, when its handler throws, and says so in the log', async () => {
    const logger = recordingLogger();
    await using own = await readyBroker(environment.brokerUrl, { logger });
    await publish(1);
    const got: Delivery[] = [];
    await own.consume({
      queue,
      prefetch: 1,
      onMessage(delivery) {
        got.push(delivery);
        if (got.length < 3) throw new Error('no luck');
        delivery.ack();
      },
    });
    await waitFor(() => got.length === 3);
    expect(got.map((delivery) => delivery.redelivered)).toEqual([false, true, true]);
    expect((got[2]?.deliveredAt ?? 0) - (got[0]?.deliveredAt ?? 0)).toBeGreaterThanOrEqual(90);
    expect(logger.text()).toContain('no luck');
  });

  test('an ack on a channel that is gone is harmless, and the message is delivered again', async () => {
    await using proxy = await createTcpProxy({ targetPort: portOf(environment.brokerUrl) });
    await using own = await readyBroker(onPort(environment.brokerUrl, proxy.port));
    await publish(1, 2);
    const { held, onMessage } = holder();
    await using subscription = await own.consume({ queue, prefetch: 2, onMessage });
    await waitFor(() => held.length === 2);
    proxy.cut();
    await waitFor(() => held.length === 4);
    expect(held.slice(0, 2).map((delivery) => [delivery.settled, delivery.ack()])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(held.slice(2).map((delivery) => delivery.ack())).toEqual([true, true]);
    await subscription.drain({ deadlineMs: 5000 });
    await waitFor(async () => (await broker.checkQueue(queue)).messageCount === 0);
  });

  test('goes on after its queue was deleted, on a queue declared anew', async () => {
    const got = collector();
    await broker.consume({ queue, prefetch: 5, onMessage: got.onMessage });
    const admin = await connect(environment.brokerUrl, { timeout: 5000 });
    await (await admin.createChannel()).deleteQueue(queue);
    await waitFor(async () => (await broker.checkQueue(queue)).consumerCount === 1);
    await publish('after');
    await waitFor(() => got.deliveries.length > 0);
    expect(got.bodies()).toEqual(['"after"']);
    await admin.close();
  });

  test('starts by itself when a queue that was missing appears', async () => {
    const got = collector();
    await using subscription = await broker.consume({ queue: 'later', prefetch: 5, onMessage: got.onMessage });
    expect(subscription.isConsuming).toBe(false);
    const admin = await connect(environment.brokerUrl, { timeout: 5000 });
    const channel = await admin.createChannel();
    await channel.assertQueue('later', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await waitFor(() => subscription.isConsuming);
    await admin.close();
  });

  test('lets one consumer at a time drain the spool', async () => {
    const [first, second] = [collector(), collector()];
    const active = await broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: first.onMessage });
    await broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: second.onMessage });
    const spool = (body: number) => broker.publish({ routingKey: spoolQueue, type: 't', body });
    await Promise.all([spool(1), spool(2), spool(3)]);
    await waitFor(() => first.deliveries.length === 3);
    await active[Symbol.asyncDispose]();
    await spool(4);
    await waitFor(() => second.deliveries.length === 1);
    expect([first.bodies(), second.bodies()]).toEqual([['1', '2', '3'], ['4']]);
  });
});

describe('a subscription', () => {
  test('gets nothing while paused, keeps what it has in hand, and goes on after', async () => {
    await publish(1, 2, 3);
    const { held, onMessage } = holder();
    await using subscription = await broker.consume({ queue, prefetch: 1, onMessage });
    await waitFor(() => held.length === 1);
    await subscription.pause();
    expect(subscription.isConsuming).toBe(false);
    const resumed = subscription.resume();
    // Two answers of the broker on the same connection: a consumer that asked before would have its delivery by now.
    await broker.checkQueue(queue);
    await broker.checkQueue(queue);
    expect(held).toHaveLength(1);
    expect(held[0]?.ack()).toBe(true);
    await resumed;
    await waitFor(() => held.length === 2);
    held[1]?.ack();
    await waitFor(() => held.length === 3);
    expect(held.map((delivery) => delivery.body.toString())).toEqual(['1', '2', '3']);
  });

  test('survives being paused and resumed in quick succession, with deliveries coming in', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const got = collector();
    let isPaused = false;
    let whilePaused = 0;
    await using subscription = await broker.consume({
      queue,
      prefetch: 10,
      onMessage(delivery) {
        if (isPaused) whilePaused += 1;
        got.onMessage(delivery);
      },
    });
    const publishing = Promise.all(numbers.map((number) => publish(number)));
    for (let round = 0; round < 40; round += 1) {
      isPaused = true;
      await subscription.pause();
      isPaused = false;
      await subscription.resume();
    }
    await publishing;
    expect(whilePaused).toBe(0);
    await waitFor(() => new Set(got.bodies()).size === numbers.length);
    expect(broker.isReady()).toBe(true);
  });

  test('drains: waits for what is in hand, and takes nothing new', async () => {
    await publish(1, 2);
    const { held, onMessage } = holder();
    const subscription = await broker.consume({ queue, prefetch: 1, onMessage });
    const delivery = await waitFor(() => held[0]);
    const drained = subscription.drain({ deadlineMs: 20_000 });
    await waitFor(() => !subscription.isConsuming);
    delivery.ack();
    expect(await drained).toBe(0);
    await waitFor(async () => (await broker.checkQueue(queue)).messageCount === 1);
    expect(held).toHaveLength(1);
  });

  test('gives back what is still in hand at the deadline', async () => {
    await publish(1, 2);
    const { held, onMessage } = holder();
    const subscription = await broker.consume({ queue, prefetch: 2, onMessage });
    await waitFor(() => held.length === 2);
    expect(await subscription.drain({ deadlineMs: 50 })).toBe(2);
    expect(held[0]?.ack()).toBe(false);
    await waitFor(async () => (await broker.checkQueue(queue)).messageCount === 2);
  });
});
