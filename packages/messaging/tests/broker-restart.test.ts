import { startFaultBroker, waitFor, type FaultBroker } from '@callscript/devstack/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueName, type Broker } from '../src/index.ts';
import { collector, missingAfterAll, readyBroker } from './_support.ts';

let server: FaultBroker;

beforeAll(async () => {
  server = await startFaultBroker();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** Publishes numbers one after the other until told to stop; each is published again until it is confirmed. */
function keepPublishing(broker: Broker, queue: string) {
  const confirmed = new Set<number>();
  const stopping = new AbortController();
  let next = 0;
  const publisher = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const number = next++;
      for (let isConfirmed = false; !isConfirmed;) {
        isConfirmed = await broker
          .publish({ routingKey: queue, type: 'number', messageId: String(number), body: number })
          .then(() => true)
          .catch(() => false);
        if (!isConfirmed) await broker.whenReady(AbortSignal.timeout(60_000));
      }
      confirmed.add(number);
    }
  };
  const publishers = Array.from({ length: 20 }, publisher);
  return {
    confirmed,
    async stop() {
      stopping.abort();
      await Promise.all(publishers);
    },
  };
}

test('a broker that is killed twice under load loses nothing confirmed, and both ends go on by themselves', async () => {
  await using broker = await readyBroker(server.url);
  const queue = queueName('transcribe');
  const got = collector();
  await broker.consume({ queue, prefetch: 50, onMessage: got.onMessage });
  const load = keepPublishing(broker, queue);
  for (let round = 1; round <= 2; round += 1) {
    const before = load.confirmed.size;
    await waitFor(() => load.confirmed.size > before + 300);
    await server.control.kill();
    await waitFor(() => !broker.isReady());
    await server.control.start();
    await broker.whenReady(AbortSignal.timeout(60_000));
  }
  const before = load.confirmed.size;
  await waitFor(() => load.confirmed.size > before + 300);
  await load.stop();
  expect(await missingAfterAll(load.confirmed, () => got.bodies().map(Number))).toEqual([]);
  await waitFor(async () => (await broker.checkQueue(queue)).messageCount === 0, { timeoutMs: 30_000 });
});

test('an orderly stop of the broker is survived alike', async () => {
  await using broker = await readyBroker(server.url);
  const got = collector();
  await broker.consume({ queue: queueName('notify'), prefetch: 1, onMessage: got.onMessage });
  await server.control.stop();
  await waitFor(() => !broker.isReady());
  await server.control.start();
  await broker.whenReady(AbortSignal.timeout(60_000));
  await broker.publish({ routingKey: queueName('notify'), type: 't', body: 'after' });
  await waitFor(() => got.deliveries.length > 0);
  expect(got.bodies()).toEqual(['"after"']);
});
