import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Analysis, DeadLetterMessage } from '@callscript/contracts';
import { fileDeadLetter, listDeadLetters, saveAnalysis, type CallRow } from '@callscript/db';
import { failedQueueName, queueName } from '@callscript/messaging';
import { buildPermit, replayDeadLetter, returnExpiredClaims } from '@callscript/pipeline';
import {
  addBusiness,
  collectByCall,
  createPlatform,
  getCall,
  insertCall,
  silent,
  startQuietly,
  startServiceProcess,
  untilCall,
  untilLetter,
  type Platform,
  type ServiceProcess,
} from '@callscript/pipeline/testing';
import { parseSettings, type Service } from '@callscript/service';
import { notificationSettings } from '../src/config.ts';
import { sampleInput } from '../src/report/testing/sample-input.ts';
import { startNotification } from '../src/service.ts';

export const bid = '6004';

/** An empty platform with one business, and a look at what becomes of its calls. */
export interface World extends Platform {
  /** What arrived in `call.notify.failed`, by callid. */
  letters: Map<string, DeadLetterMessage>;
}

export async function createWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const platform = stack.use(await createPlatform());
  await addBusiness(platform.database, bid);
  const letters = await collectByCall<DeadLetterMessage>(platform.broker, failedQueueName('notify'));
  const resources = stack.move();
  return { ...platform, letters, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A call that was analysed and whose report is due, without a permit. */
export async function insertAnalyzedCall(
  { database }: World,
  overrides: Record<string, unknown> = {},
  analysis: Partial<Analysis> = {},
): Promise<CallRow> {
  const input = sampleInput();
  const call = await insertCall(
    { database },
    {
      bid,
      agent_name: 'Richa Verma',
      agent_email: 'richa.verma@example.com',
      customer_phone: '+12025550143',
      call_endtime: new Date('2026-03-11T12:49:56Z'),
      duration_seconds: 1016,
      processing_state: 'analyzed',
      stage: 'notify',
      next_attempt_at: new Date('2026-03-11T12:55:00Z'),
      ...overrides,
    },
  );
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
  await saveAnalysis(database.db, call, found, provenance, input.metrics);
  return await getCall({ database }, call);
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
  return await startQuietly('notification', startNotification, settings);
}

/** A worker in a process of its own, to be killed. */
export async function startWorkerProcess(
  world: World,
  smtpUrl: string,
  overrides: Overrides = {},
): Promise<ServiceProcess> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  return await startServiceProcess(main, environmentOf(world, smtpUrl, overrides));
}

export async function untilState(world: World, call: CallRow, state: CallRow['processing_state']): Promise<CallRow> {
  return await untilCall(
    world,
    call,
    ({ processing_state, stage }) => processing_state === state && stage === null,
    `the call did not become ${state}`,
  );
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
