/**
 * Durable accepts per second: the gateway beside what each of its parts can do alone, in one run, on servers of its own
 * that wait for the disk. Usage: node bench/accepts.ts [seconds] [connections]
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

const seconds = Number(process.argv[2] ?? 10);
const concurrency = Number(process.argv[3] ?? 100);
const timing: Timing = { concurrency, warmUpMs: 3_000, measureMs: seconds * 1_000 };
const bid = 'bench';
const platformSecret = randomBytes(24).toString('hex');
const silent = { debug() {}, info() {}, warn: console.warn, error: console.error };

function start(file: string, env: Record<string, string>): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, { env: { ...process.env, ...env }, execArgv: env['NODE_ARGS']?.split(' ') ?? [] });
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

async function benchFastify(): Promise<Figures> {
  const port = await findFreePort();
  const secret = 'bench-secret';
  const server = start('./_bare-fastify.ts', { PORT: String(port), BENCH_SECRET: secret });
  await once(server, 'message');
  const figures = await load(port, secret);
  server.kill();
  return figures;
}

async function benchGateway(env: Record<string, string>): Promise<Figures & { rows: number; permits: number }> {
  const port = await findFreePort();
  const gateway = start('../src/main.ts', {
    ...env,
    PORT: String(port),
    MCUBE_PLATFORM_SECRET: platformSecret,
    SECRETS_KEY: randomBytes(32).toString('hex'),
    RATE_LIMIT_PER_IP: '100000000',
    RATE_LIMIT_PER_BID: '100000000',
    LOG_LEVEL: 'warn',
    NODE_ARGS: process.env['GATEWAY_NODE_ARGS'] ?? '--enable-source-maps',
  });
  await once(gateway, 'message');
  const figures = await load(port, await activate(port));
  await using database = createDatabase({ url: env['DATABASE_URL'] ?? '' });
  await using broker = createBroker({ url: env['BROKER_URL'] ?? '', connectionName: 'bench', logger: silent });
  await broker.whenReady(AbortSignal.timeout(10_000));
  const [counted] = await database.pool.query('SELECT COUNT(*) AS n FROM calls WHERE bid = ?', [bid]);
  const { messageCount } = await broker.checkQueue(queueName('transcribe'));
  const exited = once(gateway, 'exit');
  gateway.kill();
  await exited;
  return { ...figures, rows: (counted as { n: number }[])[0]?.n ?? 0, permits: messageCount };
}

function line(name: string, { perSecond, p50Ms, p99Ms }: Figures): string {
  const rate = Math.round(perSecond).toLocaleString('en-US').padStart(7);
  return `${name.padEnd(22)} ${rate}/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`;
}

console.log(
  `load average before: ${loadavg()
    .map((n) => n.toFixed(2))
    .join(' ')}; ${concurrency} connections, ${seconds} s each`,
);
await using servers = await startServers({ directory: undefined, durable: true, log: console.error });
const env = { DATABASE_URL: servers.databaseUrl, BROKER_URL: servers.brokerUrl };
await migrateDatabase(servers.databaseUrl);

const only = process.env['ONLY'];
const bare: Figures[] = [];
if (only !== 'gateway') {
  const report = (name: string, figures: Figures): void => {
    bare.push(figures);
    console.log(line(name, figures));
  };
  report('bare Fastify + HMAC', await benchFastify());
  report('bare insert', await order<Figures>(start('./_bare-insert.ts', env), timing));
  {
    // Declares the topology.
    await using broker = createBroker({ url: env.BROKER_URL, connectionName: 'bench', logger: silent });
    await broker.whenReady(AbortSignal.timeout(10_000));
  }
  report('bare confirm', await order<Figures>(start('./_bare-confirm.ts', env), timing));
}
const gateway = await benchGateway(env);
console.log(line('gateway', gateway));
if (bare.length > 0) {
  const slowest = Math.min(...bare.map(({ perSecond }) => perSecond));
  console.log(`gateway / slowest bare: ${((gateway.perSecond / slowest) * 100).toFixed(0)} %`);
}
console.log(
  `answered 200: ${gateway.succeeded}, other: ${gateway.failed}, rows: ${gateway.rows}, permits: ${gateway.permits}`,
);
if (gateway.failed > 0 || gateway.rows !== gateway.succeeded || gateway.permits !== gateway.succeeded)
  process.exitCode = 1;
