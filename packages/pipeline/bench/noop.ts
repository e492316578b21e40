/**
 * What the pipeline itself costs: CPU of the worker process per call through all five stages with handlers that do
 * nothing, beside the wall time of the servers. Starts servers of its own, or uses those that the environment names.
 * Usage: node bench/noop.ts [calls] [concurrency per stage]
 */
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { countDueCalls, createDatabase, migrateDatabase } from '@callscript/db';
import { createBrokerManagement, startServers } from '@callscript/devstack';
import { waitFor } from '@callscript/devstack/testing';
import { createBroker } from '@callscript/messaging';
import { reissueLostPermits } from '../src/index.ts';
import type { WorkerSettings } from './_worker.ts';

const calls = Number(process.argv[2] ?? 2_000);
const concurrency = Number(process.argv[3] ?? 4);
const warmUpCalls = 200;
const targetMs = 15;

const silent = { debug() {}, info() {}, warn: console.warn, error: console.error };
await using servers = await startServers({ directory: undefined, durable: true, log: () => undefined });
const name = `bench_${randomBytes(4).toString('hex')}`;
const [databaseUrl, brokerUrl] = [servers.databaseUrl, servers.brokerUrl].map((address) => {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}) as [string, string];
await using root = createDatabase({ url: servers.databaseUrl });
await root.pool.query(`CREATE DATABASE ${name}`);
const management = createBrokerManagement(servers.brokerManagementUrl);
await management.createVhost(name);
// Declared before the clients, so that it runs after their end.
await using _ = {
  async [Symbol.asyncDispose]() {
    await management.deleteVhost(name);
    await root.pool.query(`DROP DATABASE ${name}`);
  },
};
await migrateDatabase(databaseUrl);
await using database = createDatabase({ url: databaseUrl });
await using broker = createBroker({ url: brokerUrl, connectionName: 'bench-feeder', logger: silent });
await broker.whenReady(AbortSignal.timeout(20_000));

const settings: WorkerSettings = { databaseUrl, brokerUrl, concurrency };
const worker = fork(fileURLToPath(new URL('_worker.ts', import.meta.url)), [JSON.stringify(settings)]);
await once(worker, 'message');

async function cpuMs(): Promise<number> {
  const answer = once(worker, 'message') as Promise<[NodeJS.CpuUsage]>;
  worker.send('cpu');
  const [{ user, system }] = await answer;
  return (user + system) / 1_000;
}

/** Stores the calls, issues their permits, and waits until all are archived. */
async function runCalls(count: number, prefix: string): Promise<{ cpuMs: number; seconds: number }> {
  const startedAt = Date.UTC(2026, 0, 15);
  const rows = Array.from({ length: count }, (_, i) => {
    const start = new Date(startedAt + i * 1_000);
    const identity = [
      '6004',
      `${prefix}-${i}`,
      'mcube',
      start,
      start,
      60,
      'ANSWER',
      'https://recordings.example.com/1.wav',
    ];
    return [...identity, 'queued', 'transcribe', start, randomUUID()];
  });
  await database.pool.query(
    `INSERT INTO calls (bid, callid, source, call_starttime, call_endtime, duration_seconds, call_status, recording_url,
      processing_state, stage, next_attempt_at, correlation_id) VALUES ?`,
    [rows],
  );
  const before = await cpuMs();
  const begunAt = performance.now();
  const deps = { db: database.db, broker, workerId: 'bench', retryBaseMs: 1_000, logger: silent };
  // A pass issues a thousand at most, fewer where the worker has spent some meanwhile.
  while ((await countDueCalls(database.db, 'transcribe', 1)) > 0) await reissueLostPermits(deps);
  await waitFor(
    async () => {
      const [rows] = await database.pool.query(
        "SELECT COUNT(*) AS n FROM calls WHERE callid LIKE ? AND processing_state = 'archived'",
        [`${prefix}-%`],
      );
      return (rows as { n: number }[])[0]?.n === count;
    },
    { timeoutMs: 600_000, intervalMs: 100 },
  );
  return { seconds: (performance.now() - begunAt) / 1_000, cpuMs: (await cpuMs()) - before };
}

/** The durable work of one call with nothing of ours around it: what the servers ask of any pipeline. */
async function serversAlone(count: number): Promise<{ databaseMs: number; brokerMs: number }> {
  const connection = await database.pool.getConnection();
  let databaseMs = 0;
  let brokerMs = 0;
  for (let i = 0; i < count; i += 1) {
    const begunAt = performance.now();
    for (let step = 0; step < 10; step += 1) {
      await connection.query('START TRANSACTION');
      await connection.query('UPDATE calls SET version = version + 1 WHERE bid = ? AND callid = ?', [
        '6004',
        `run-${i}`,
      ]);
      await connection.query('COMMIT');
    }
    const midway = performance.now();
    for (let stage = 0; stage < 5; stage += 1) {
      await broker.publish({ routingKey: 'webhook.spool', type: 'bench.v1', body: { i } });
    }
    databaseMs += midway - begunAt;
    brokerMs += performance.now() - midway;
  }
  connection.release();
  return { databaseMs: databaseMs / count, brokerMs: brokerMs / count };
}

try {
  await runCalls(warmUpCalls, 'warm');
  const run = await runCalls(calls, 'run');
  const perCall = run.cpuMs / calls;
  const alone = await serversAlone(100);
  console.log(
    [
      `${calls} calls through 5 stages with no-op work, ${concurrency} at a time per stage, one worker process:`,
      `CPU of the worker      ${perCall.toFixed(2)} ms per call (target ${targetMs} ms, ratio ${(perCall / targetMs).toFixed(2)})`,
      `throughput             ${(calls / run.seconds).toFixed(0)} calls/s, ${run.seconds.toFixed(1)} s in all`,
      `servers alone, per call: 10 transactions in MySQL ${alone.databaseMs.toFixed(1)} ms, 5 confirms of RabbitMQ ${alone.brokerMs.toFixed(1)} ms, one after the other`,
    ].join('\n'),
  );
} finally {
  worker.kill();
  await once(worker, 'exit');
}
