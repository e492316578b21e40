/**
 * Durable accepts per second: the gateway beside what each of its parts can do alone, in one run, on servers of its own
 * that wait for the disk. They take turns, so that whatever else this machine does meets all of them, and the median
 * round of each counts. Usage: node bench/accepts.ts [rounds] [seconds] [connections]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createDatabase, migrateDatabase } from '@callscript/db';
import { findFreePort, startServers } from '@callscript/devstack';
import { createBroker, queueName } from '@callscript/messaging';
import type { LoadOrder } from './_load.ts';
import type { Figures, Timing } from './_measure.ts';

const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 10);
const concurrency = Number(process.argv[4] ?? 100);
const timing: Timing = { concurrency, warmUpMs: 2_000, measureMs: seconds * 1_000 };
const bid = 'bench';
const platformSecret = randomBytes(24).toString('hex');
const silent = { debug() {}, info() {}, warn: console.warn, error: console.error };

function start(file: string, env: Record<string, string>): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, { env: { ...process.env, ...env } });
}

/** Tells a child of this folder what to do once it is ready, and returns what it measured. */
async function order<T>(child: ChildProcess, task: Timing): Promise<T> {
  await once(child, 'message');
  child.send(task);
  const [figures] = (await once(child, 'message')) as [T];
  return figures;
}

async function load(port: number, secret: string): Promise<Figures> {
  const url = `http://127.0.0.1:${port}/webhook/call-completed`;
  const prepare = (timing.warmUpMs / 1000 + seconds) * 12_000;
  const task: LoadOrder = { ...timing, url, bid, secret, prepare };
  return await order<Figures>(start('./_load.ts', {}), task);
}

async function activate(port: number): Promise<string> {
  const body = JSON.stringify({
    event: 'pcaa.activated',
    bid,
    business_name: 'Bench Example',
    plan: 'standard',
    activated_at: '2026-03-11T10:00:00Z',
  });
  const signature = createHmac('sha256', platformSecret).update(body).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${port}/webhook/bid-activated`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mcube-signature': `sha256=${signature}` },
    body,
  });
  const { webhook_secret: secret } = (await answer.json()) as { webhook_secret?: string };
  if (secret === undefined) throw new Error(`the activation was answered ${answer.status} without a secret`);
  return secret;
}

interface Contender extends AsyncDisposable {
  name: string;
  run: () => Promise<Figures>;
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

async function bareFastify(): Promise<Contender> {
  const port = await findFreePort();
  const secret = 'bench-secret';
  const server = start('./_bare-fastify.ts', { PORT: String(port), BENCH_SECRET: secret });
  await once(server, 'message');
  return { name: 'bare Fastify + HMAC', run: () => load(port, secret), [Symbol.asyncDispose]: () => stop(server) };
}

async function gateway(): Promise<Contender> {
  const port = await findFreePort();
  const server = start('../src/main.ts', {
    ...addresses,
    PORT: String(port),
    MCUBE_PLATFORM_SECRET: platformSecret,
    SECRETS_KEY: randomBytes(32).toString('hex'),
    RATE_LIMIT_PER_IP: '100000000',
    RATE_LIMIT_PER_BID: '100000000',
    LOG_LEVEL: 'warn',
  });
  await once(server, 'message');
  const secret = await activate(port);
  return { name: 'gateway', run: () => load(port, secret), [Symbol.asyncDispose]: () => stop(server) };
}

function alone(name: string, file: string): Contender {
  return { name, run: () => order<Figures>(start(file, addresses), timing), async [Symbol.asyncDispose]() {} };
}

async function countStored(): Promise<{ rows: number; permits: number }> {
  await using database = createDatabase({ url: servers.databaseUrl });
  await using broker = createBroker({ url: servers.brokerUrl, connectionName: 'bench', logger: silent });
  await broker.whenReady(AbortSignal.timeout(10_000));
  const [counted] = await database.pool.query('SELECT COUNT(*) AS n FROM calls WHERE bid = ?', [bid]);
  const { messageCount } = await broker.checkQueue(queueName('transcribe'));
  return { rows: (counted as { n: number }[])[0]?.n ?? 0, permits: messageCount };
}

function median(all: readonly Figures[]): Figures {
  const sorted = all.toSorted((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('there must be at least one round');
  return middle;
}

function line(name: string, { perSecond, p50Ms, p99Ms }: Figures): string {
  const rate = Math.round(perSecond).toLocaleString('en-US').padStart(7);
  return `${name.padEnd(20)} ${rate}/s   p50 ${p50Ms.toFixed(1).padStart(5)} ms   p99 ${p99Ms.toFixed(1).padStart(6)} ms`;
}

function loadAverage(): string {
  return `load average ${loadavg()[0]?.toFixed(2)}`;
}

console.log(`${rounds} rounds of ${seconds} s, ${concurrency} connections; ${loadAverage()} before`);
await using servers = await startServers({ directory: undefined, durable: true, log: console.error });
const addresses = { DATABASE_URL: servers.databaseUrl, BROKER_URL: servers.brokerUrl };
await migrateDatabase(servers.databaseUrl);
{
  // The gateway declares the topology too, but not before the others need it.
  await using broker = createBroker({ url: servers.brokerUrl, connectionName: 'bench', logger: silent });
  await broker.whenReady(AbortSignal.timeout(10_000));
}
await using stack = new AsyncDisposableStack();
const contenders = [
  stack.use(await bareFastify()),
  alone('bare insert', './_bare-insert.ts'),
  alone('bare confirm', './_bare-confirm.ts'),
  stack.use(await gateway()),
];
const measured = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
for (let round = 1; round <= rounds; round += 1) {
  for (const { name, run } of contenders) {
    const figures = await run();
    measured.get(name)?.push(figures);
    console.log(`${line(name, figures)}   ${loadAverage()}`);
  }
}

console.log('\nmedian rounds');
const medians = contenders.map(({ name }) => ({ name, figures: median(measured.get(name) ?? []) }));
for (const { name, figures } of medians) console.log(line(name, figures));
const [own, ...bare] = medians.toReversed().map(({ figures }) => figures.perSecond);
console.log(`gateway / slowest bare: ${Math.round((100 * (own ?? 0)) / Math.min(...bare))} %`);

const answers = measured.get('gateway') ?? [];
const answered = answers.reduce((sum, { succeeded }) => sum + succeeded, 0);
const others = answers.reduce((sum, { failed }) => sum + failed, 0);
const { rows, permits } = await countStored();
console.log(`answered 200: ${answered}, otherwise: ${others}; rows: ${rows}, permits: ${permits}`);
if (others > 0 || rows !== answered || permits !== answered) process.exitCode = 1;
