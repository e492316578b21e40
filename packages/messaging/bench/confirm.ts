/**
 * Confirmed publishes per second through this package, beside amqplib alone with the same window, in one run.
 * Usage: BROKER_URL=amqp://… node bench/confirm.ts [messages]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { createBroker, queueName, workExchange } from '../src/index.ts';

const url = process.env['BROKER_URL'] ?? 'amqp://127.0.0.1:5672';
const messageCount = Number(process.argv[2] ?? 20_000);
const type = 'bench.v1';
const body = { bid: '6004', callid: 'bench', padding: 'x'.repeat(400) };

type Publish = (index: number) => Promise<unknown>;

/** As many callers as the window holds, each of which publishes again once it is confirmed. */
async function measure(window: number, count: number, publish: Publish): Promise<{ rate: number; cpuUs: number }> {
  let next = 0;
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const caller = async (): Promise<void> => {
    while (next < count) await publish(next++);
  };
  await Promise.all(Array.from({ length: window }, caller));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: (count * 1000) / (performance.now() - startedAt), cpuUs: (user + system) / count };
}

const silent = { debug() {}, info() {}, warn: console.warn, error: console.error };
await using broker = createBroker({ url, connectionName: 'bench', logger: silent });
await broker.whenReady(AbortSignal.timeout(10_000));
const bare = await connect(url, { noDelay: true });
const channel = await bare.createConfirmChannel();
const queue = queueName('archive');

const options = { persistent: true, mandatory: true, type };

function publishAlone(index: number): Promise<void> {
  const confirmed = Promise.withResolvers<void>();
  const content = Buffer.from(JSON.stringify(body));
  channel.publish(workExchange, queue, content, { ...options, messageId: String(index) }, (error: unknown) => {
    if (error) confirmed.reject(error);
    else confirmed.resolve();
  });
  return confirmed.promise;
}

async function compare(window: number, count: number): Promise<string> {
  const ours = await measure(window, count, () => broker.publish({ routingKey: queue, type, body }));
  await channel.purgeQueue(queue);
  await sleep(500);
  const alone = await measure(window, count, publishAlone);
  await channel.purgeQueue(queue);
  await sleep(500);
  return (
    `window ${String(window).padStart(3)}: ${ours.rate.toFixed(0)}/s with ${ours.cpuUs.toFixed(0)} µs of CPU each; ` +
    `amqplib alone ${alone.rate.toFixed(0)}/s with ${alone.cpuUs.toFixed(0)} µs; ratio ${(ours.rate / alone.rate).toFixed(2)}`
  );
}

await compare(100, 5000);
for (const window of [1, 100, 500]) console.log(await compare(window, window === 1 ? messageCount / 10 : messageCount));
await bare.close();
