import { once } from 'node:events';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Analysis, CallKey, DeadLetterMessage } from '@callscript/contracts';
import {
  applyActivation,
  createDatabase,
  fileDeadLetter,
  findCall,
  listDeadLetters,
  migrateDatabase,
  provisionBusiness,
  saveAnalysis,
  type CallRow,
  type Database,
} from '@callscript/db';
import { createTestEnvironment, waitFor } from '@callscript/devstack/testing';
import { createBroker, failedQueueName, queueName, type Broker } from '@callscript/messaging';
import { buildPermit, replayDeadLetter, returnExpiredClaims } from '@callscript/pipeline';
import { createLogger, createMetrics, parseSettings, type Service } from '@callscript/service';
import { notificationSettings } from '../src/config.ts';
import { sampleInput } from '../src/report/testing/sample-input.ts';
import { startNotification } from '../src/service.ts';

export const bid = '6004';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** An empty platform with one business, and a look at what becomes of its calls. */
export interface World extends AsyncDisposable {
  databaseUrl: string;
  brokerUrl: string;
  database: Database;
  broker: Broker;
  /** What arrived in `call.notify.failed`, by callid. */
  letters: Map<string, DeadLetterMessage>;
}

export async function createWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, brokerUrl } = stack.use(await createTestEnvironment());
  await migrateDatabase(databaseUrl);
  const database = stack.use(createDatabase({ url: databaseUrl }));
  const activated = {
    event: 'pcaa.activated',
    bid,
    business_name: 'Northwind Telecom',
    plan: 'standard',
    activated_at: '2026-03-01T00:00:00Z',
    paid_until: null,
  } as const;
  await applyActivation(database.db, activated, 'sealed');
  await provisionBusiness(database.db, bid);
  const broker = stack.use(createBroker({ url: brokerUrl, connectionName: 'test', logger: silent }));
  await broker.whenReady(AbortSignal.timeout(20_000));
  const letters = new Map<string, DeadLetterMessage>();
  await broker.consume({
    queue: failedQueueName('notify'),
    prefetch: 10,
    onMessage(delivery) {
      const letter = JSON.parse(delivery.body.toString()) as DeadLetterMessage;
      letters.set(letter.callid ?? '', letter);
      delivery.ack();
    },
  });
  const resources = stack.move();
  return { databaseUrl, brokerUrl, database, broker, letters, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A call that was analysed and whose report is due, without a permit. */
export async function insertAnalyzedCall(
  { database }: World,
  overrides: Record<string, unknown> = {},
  analysis: Partial<Analysis> = {},
): Promise<CallRow> {
  const callid = `c-${randomUUID()}`;
  const input = sampleInput();
  const row = {
    bid,
    callid,
    source: 'mcube',
    agent_name: 'Richa Verma',
    agent_email: 'richa.verma@example.com',
    customer_phone: '+12025550143',
    call_starttime: new Date('2026-03-11T12:33:00Z'),
    call_endtime: new Date('2026-03-11T12:49:56Z'),
    duration_seconds: 1016,
    call_status: 'ANSWER',
    processing_state: 'analyzed',
    stage: 'notify',
    next_attempt_at: new Date('2026-03-11T12:55:00Z'),
    correlation_id: randomUUID(),
    ...overrides,
  };
  const columns = Object.keys(row);
  await database.pool.query(`INSERT INTO calls (${columns.join()}) VALUES ?`, [[Object.values(row)]]);
  const found: Analysis = {
    quality_score: input.qualityScore,
    verdict: 'flagged',
    parameters: input.parameters,
    bant: input.bant,
    summary: input.summary,
    coaching_suggestions: input.coachingSuggestions,
    flags: input.flags,
    ...analysis,
  };
  const provenance = {
    vertical: 'general',
    judge: 'rules',
    model: 'rules',
    version: '1',
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    droppedClaims: 0,
  };
  await saveAnalysis(database.db, { bid, callid }, found, provenance);
  return await getCall({ database }, { bid, callid });
}

export async function getCall({ database }: Pick<World, 'database'>, key: CallKey): Promise<CallRow> {
  const call = await findCall(database.db, key);
  if (call === undefined) throw new Error(`there is no call ${key.callid}`);
  return call;
}

export async function publishPermits({ broker }: World, call: CallRow, count = 1): Promise<void> {
  for (let i = 0; i < count; i += 1) await broker.publishPermit('notify', buildPermit('notify', call));
}

export const isQueueEmpty = async ({ broker }: World): Promise<boolean> =>
  (await broker.checkQueue(queueName('notify'))).messageCount === 0;

type Overrides = Record<string, string>;

const environmentOf = (world: World, smtpUrl: string, overrides: Overrides) => ({
  DATABASE_URL: world.databaseUrl,
  BROKER_URL: world.brokerUrl,
  SMTP_URL: smtpUrl,
  RETRY_BASE_MS: '1',
  ...overrides,
});

/** A worker in this process. */
export async function startWorker(world: World, smtpUrl: string, overrides: Overrides = {}): Promise<Service> {
  const settings = parseSettings(notificationSettings, environmentOf(world, smtpUrl, overrides));
  const logger = createLogger({ service: 'notification', level: 'silent' });
  const service = await startNotification({ settings, logger, metrics: createMetrics('notification') });
  // What it cannot publish yet, the sweep publishes later, and here is none.
  await waitFor(() => service.checks['broker']?.());
  return service;
}

export interface WorkerProcess extends AsyncDisposable {
  process: ChildProcess;
  /** Everything it wrote to its log. */
  log(): string;
  exited: Promise<number | null>;
}

/** A worker in a process of its own, to be killed. */
export async function startWorkerProcess(
  world: World,
  smtpUrl: string,
  overrides: Overrides = {},
): Promise<WorkerProcess> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = fork(main, { env: environmentOf(world, smtpUrl, overrides), silent: true, execArgv: [] });
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  await waitFor(() => log.includes('"event":"started"'), { timeoutMs: 30_000, message: 'the worker did not start' });
  return {
    process: child,
    log: () => log,
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export async function untilState(world: World, call: CallRow, state: CallRow['processing_state']): Promise<CallRow> {
  return await waitFor(
    async () => {
      const current = await getCall(world, call);
      return current.processing_state === state && current.stage === null && current;
    },
    { timeoutMs: 30_000, message: `the call did not become ${state}` },
  );
}

export async function untilLetter(world: World, call: CallRow): Promise<DeadLetterMessage> {
  return await waitFor(() => world.letters.get(call.callid), { timeoutMs: 30_000, message: 'no dead letter came' });
}

/** Files the call's letter and replays it, as the orchestrator and a person do. */
export async function replay(world: World, call: CallRow): Promise<void> {
  const { db } = world.database;
  await fileDeadLetter(db, randomUUID(), await untilLetter(world, call));
  const letters = await listDeadLetters(db, { bid, status: 'open', limit: 100 });
  const id = letters.find(({ callid }) => callid === call.callid)?.id ?? 0;
  const outcome = await replayDeadLetter({ db, broker: world.broker, logger: silent }, { id, by: 'asha@example.com' });
  if (outcome.kind !== 'replayed') throw new Error(outcome.kind);
}

/** One pass of the orchestrator's sweep for workers that were lost. */
export async function returnLostCalls({ database, broker }: World): Promise<number> {
  return await returnExpiredClaims({
    db: database.db,
    broker,
    workerId: 'sweep',
    retryBaseMs: 1,
    logger: silent,
  });
}

export interface Notification {
  recipient: string;
  status: string;
  message_id: string;
  response: string | null;
}

export async function listNotifications({ database }: World, { callid }: { callid: string }): Promise<Notification[]> {
  const sql = 'SELECT recipient, status, message_id, response FROM pcaa_notifications WHERE callid = ? ORDER BY id';
  const [rows] = await database.pool.query(sql, [callid]);
  return rows as Notification[];
}

/** Replaces the business's rules about agents' reports. */
export async function setRules({ database }: World, rules: readonly Record<string, unknown>[]): Promise<void> {
  await database.pool.query(
    "DELETE FROM pcaa_notification_config WHERE bid = ? AND notification_type = 'agent_report'",
    [bid],
  );
  for (const rule of rules) {
    await database.pool.query('INSERT INTO pcaa_notification_config SET ?', [
      { bid, notification_type: 'agent_report', channel: 'email', ...rule },
    ]);
  }
}

export const agentRule = { recipient_type: 'agent_self' };
export const qualityRule = { recipient_type: 'custom_email', custom_email: 'quality@example.org' };
