import { randomUUID } from 'node:crypto';
import type { ProcessingState, Stage } from '@callscript/contracts';
import {
  appendSysLog,
  createDatabase,
  findCall,
  migrateDatabase,
  type CallRow,
  type Database,
  type Db,
  type Transaction,
  type Transition,
} from '@callscript/db';
import { createTestEnvironment, waitFor } from '@callscript/devstack/testing';
import { createBroker, queueName, type Broker } from '@callscript/messaging';
import {
  publishOwedDeadLetters,
  reissueLostPermits,
  returnExpiredClaims,
  startStageRunner,
  type Logger,
  type RunnerOptions,
  type StageEvents,
  type StageHandler,
  type SweepDeps,
} from '../src/index.ts';

export interface LogLine {
  level: keyof Logger;
  fields: Record<string, unknown>;
  message: string;
}

export function recordingLogger(): Logger & { lines: LogLine[]; events(name: string): LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      lines.push({ level, fields: { ...fields }, message });
    };
  return {
    lines,
    events: (name) => lines.filter(({ fields }) => fields['event'] === name),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}

/** What a stage run against real servers needs. */
export interface Pipeline extends AsyncDisposable {
  database: Database;
  db: Db;
  broker: Broker;
  databaseUrl: string;
  brokerUrl: string;
  logger: ReturnType<typeof recordingLogger>;
  query(statement: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** A database and a vhost of the test's own, or those at the addresses given. */
export async function createPipeline(addresses: { databaseUrl?: string; brokerUrl?: string } = {}): Promise<Pipeline> {
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await createTestEnvironment());
  const databaseUrl = addresses.databaseUrl ?? environment.databaseUrl;
  const brokerUrl = addresses.brokerUrl ?? environment.brokerUrl;
  await migrateDatabase(databaseUrl);
  const database = stack.use(createDatabase({ url: databaseUrl, connectionLimit: 20 }));
  const logger = recordingLogger();
  const broker = stack.use(
    createBroker({
      url: brokerUrl,
      connectionName: 'pipeline-test',
      logger,
      reconnect: { minMs: 50, maxMs: 500 },
      publishTimeoutMs: 2_000,
      requeueDelayMs: 100,
    }),
  );
  await broker.whenReady(AbortSignal.timeout(30_000));
  const resources = stack.move();
  return {
    database,
    db: database.db,
    broker,
    databaseUrl,
    brokerUrl,
    logger,
    async query(statement, values) {
      const [rows] = await database.pool.query(statement, values);
      return rows as Record<string, unknown>[];
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export const noon = Date.UTC(2026, 0, 15, 12);
export const bid = '6004';

/** The columns that each stage wants of a call that is due. */
const dueAt: Record<Stage, { processing_state: ProcessingState; storage_path: string | null }> = {
  transcribe: { processing_state: 'queued', storage_path: null },
  recognize: { processing_state: 'queued', storage_path: 'vault/1.wav' },
  analyze: { processing_state: 'transcribed', storage_path: 'vault/1.wav' },
  notify: { processing_state: 'analyzed', storage_path: 'vault/1.wav' },
  archive: { processing_state: 'notified', storage_path: 'vault/1.wav' },
};

/** Stores calls that are due at the stage, each a minute older than the one before; `c-0` is the newest. */
export async function insertDueCalls(
  { database }: Pick<Pipeline, 'database'>,
  stage: Stage,
  count: number,
  { prefix = 'c' } = {},
): Promise<string[]> {
  const { processing_state, storage_path } = dueAt[stage];
  const callids = Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
  const rows = callids.map((callid, i) => {
    const startedAt = new Date(noon - i * 60_000);
    const identity = [bid, callid, 'mcube', startedAt, startedAt, 60, 'ANSWER', 'https://recordings.example.com/1.wav'];
    return [...identity, processing_state, storage_path, stage, new Date(noon), randomUUID()];
  });
  await database.pool.query(
    `INSERT INTO calls (bid, callid, source, call_starttime, call_endtime, duration_seconds, call_status, recording_url,
      processing_state, storage_path, stage, next_attempt_at, correlation_id) VALUES ?`,
    [rows],
  );
  return callids;
}

export async function getCall(db: Db, callid: string): Promise<CallRow> {
  const call = await findCall(db, { bid, callid });
  if (call === undefined) throw new Error(`there is no call ${callid}`);
  return call;
}

const afterwards: Record<Stage, Transition> = {
  transcribe: { state: 'queued', next: 'recognize', columns: { storage_path: 'vault/1.wav' } },
  recognize: { state: 'transcribed', next: 'analyze' },
  analyze: { state: 'analyzed', next: 'notify' },
  notify: { state: 'notified', next: null },
  archive: { state: 'archived', next: null },
};

/** Notes an effect of a save, in the one table without a key: a save that is repeated shows. */
export async function noteEffect(tx: Transaction, callid: string, workerId: string): Promise<void> {
  await appendSysLog(tx, { source: workerId, level: 'info', message: callid });
}

/** A handler that notes its effect in the transaction that moves the call on. */
export function handlerOf(
  stage: Stage,
  workerId: string,
  work: StageHandler<unknown>['work'] = () => Promise.resolve(),
): StageHandler<unknown> {
  return {
    stage,
    work,
    async save(tx, call) {
      await noteEffect(tx, call.callid, workerId);
      return afterwards[stage];
    },
  };
}

export interface TestRunner extends AsyncDisposable {
  workerId: string;
  outcomes: string[];
  spares(): number;
}

export async function startRunner(
  { db, broker, logger }: Pick<Pipeline, 'db' | 'broker' | 'logger'>,
  stage: Stage,
  options: Partial<RunnerOptions<unknown>> & { work?: StageHandler<unknown>['work'] } = {},
): Promise<TestRunner> {
  const { work, workerId = 'worker-1', ...overrides } = options;
  const outcomes: string[] = [];
  let spares = 0;
  const events: StageEvents = {
    sparePermit: () => (spares += 1),
    finished: (_stage, outcome) => outcomes.push(outcome),
  };
  const runner = await startStageRunner({
    db,
    broker,
    handler: handlerOf(stage, workerId, work),
    workerId,
    concurrency: 1,
    leaseMs: 30_000,
    timeLimitMs: 30_000,
    retryBaseMs: 50,
    drainMs: 5_000,
    logger,
    events,
    ...overrides,
  });
  return { workerId, outcomes, spares: () => spares, [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose]() };
}

export function sweepDeps({ db, broker, logger }: Pick<Pipeline, 'db' | 'broker' | 'logger'>): SweepDeps {
  return { db, broker, logger, workerId: 'sweeper', retryBaseMs: 50 };
}

/** Sweeps again and again, as the orchestrator does; what fails is left to the next time. */
export function keepSweeping(pipeline: Pipeline, everyMs = 300): AsyncDisposable {
  const deps = sweepDeps(pipeline);
  const ending = new AbortController();
  const loop = (async () => {
    while (!ending.signal.aborted) {
      for (const chore of [returnExpiredClaims, publishOwedDeadLetters, reissueLostPermits]) {
        await chore(deps).catch(() => undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await loop;
    },
  };
}

/** Every effect that a save left behind, as the worker's id by call. */
export async function effects({ query }: Pick<Pipeline, 'query'>): Promise<{ callid: string; worker: string }[]> {
  const rows = await query('SELECT message AS callid, source AS worker FROM sys_logs');
  return rows.map((row) => ({ callid: String(row['callid']), worker: String(row['worker']) }));
}

/** Waits until each of the calls has had its effect. */
export async function waitForEffects(pipeline: Pipeline, count: number, timeoutMs = 40_000): Promise<void> {
  await waitFor(async () => new Set((await effects(pipeline)).map(({ callid }) => callid)).size >= count, {
    timeoutMs,
    intervalMs: 50,
    message: `not all ${count} calls were finished`,
  });
}

export async function permitsIn({ broker }: Pick<Pipeline, 'broker'>, stage: Stage): Promise<number> {
  return (await broker.checkQueue(queueName(stage))).messageCount;
}

/** Something that work waits for until the test lets it go on. */
export function gate(): { reached: Promise<void>; pass(): Promise<void>; open(): void } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    async pass() {
      reached.resolve();
      await opened.promise;
    },
    open: () => opened.resolve(),
  };
}
