import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallKey, DeadLetterMessage, Permits, Stage } from '@callscript/contracts';
import {
  applyActivation,
  createDatabase,
  findCall,
  migrateDatabase,
  provisionBusiness,
  updatePipelineConfig,
  type CallRow,
  type Database,
} from '@callscript/db';
import { createTestEnvironment, waitFor } from '@callscript/devstack/testing';
import { createBroker, failedQueueName, queueName, type Broker } from '@callscript/messaging';
import { buildPermit } from '@callscript/pipeline';
import { createLogger, createMetrics, parseSettings, type Service } from '@callscript/service';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import { transcriptionSettings } from '../src/config.ts';
import { startTranscription } from '../src/service.ts';

/** Its agents are on the first channel, and those of `mirrored` on the second. */
export const bid = '6004';
export const mirrored = '6005';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** An empty platform with two businesses and a vault in a temporary folder. */
export interface World extends AsyncDisposable {
  databaseUrl: string;
  brokerUrl: string;
  database: Database;
  broker: Broker;
  vault: ObjectStore;
  vaultUrl: string;
  /** What arrived in the stage's dead-letter queue, by callid. */
  letters: Map<string, DeadLetterMessage>;
  /** Permits for the stage after it, by callid. */
  permits: Map<string, Permits[Stage]>;
}

export async function createWorld(stage: 'transcribe' | 'recognize', next: Stage): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'callscript-vault-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const vaultUrl = pathToFileURL(folder).href;
  const { databaseUrl, brokerUrl } = stack.use(await createTestEnvironment());
  await migrateDatabase(databaseUrl);
  const database = stack.use(createDatabase({ url: databaseUrl }));
  for (const id of [bid, mirrored]) await addBusiness(database, id);
  await updatePipelineConfig(database.db, mirrored, { agent_channel: 1 });
  const broker = stack.use(createBroker({ url: brokerUrl, connectionName: 'test', logger: silent }));
  await broker.whenReady(AbortSignal.timeout(20_000));
  const letters = await collect<DeadLetterMessage>(broker, failedQueueName(stage));
  const permits = await collect<Permits[Stage]>(broker, queueName(next));
  const vault = createObjectStore(vaultUrl);
  const resources = stack.move();
  return {
    databaseUrl,
    brokerUrl,
    database,
    broker,
    vault,
    vaultUrl,
    letters,
    permits,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function addBusiness({ db }: Database, id: string): Promise<void> {
  const activated = {
    event: 'pcaa.activated',
    bid: id,
    business_name: 'Northwind Telecom',
    plan: 'standard',
    activated_at: '2026-03-01T00:00:00Z',
    paid_until: null,
  } as const;
  await applyActivation(db, activated, 'sealed');
  await provisionBusiness(db, id);
}

async function collect<T extends { callid: string | null }>(broker: Broker, queue: string): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  await broker.consume({
    queue,
    prefetch: 10,
    onMessage(delivery) {
      const message = JSON.parse(delivery.body.toString()) as T;
      found.set(message.callid ?? '', message);
      delivery.ack();
    },
  });
  return found;
}

/** A call that is due at intake, or with a `storage_path` at the engine, and its permit. */
export async function submitCall(world: World, overrides: Record<string, unknown> = {}): Promise<CallRow> {
  const { database, broker } = world;
  const stage = 'storage_path' in overrides ? 'recognize' : 'transcribe';
  const row = {
    bid,
    callid: `c-${randomUUID()}`,
    source: 'mcube',
    call_starttime: new Date('2026-03-11T12:33:00Z'),
    call_endtime: new Date('2026-03-11T12:34:00Z'),
    duration_seconds: 60,
    call_status: 'ANSWER',
    processing_state: 'queued',
    stage,
    next_attempt_at: new Date('2026-03-11T12:34:00Z'),
    correlation_id: randomUUID(),
    ...overrides,
  };
  await database.pool.query(`INSERT INTO calls (${Object.keys(row).join()}) VALUES ?`, [[Object.values(row)]]);
  const call = await getCall(world, row);
  await broker.publishPermit(stage, buildPermit(stage, call));
  return call;
}

export async function getCall({ database }: World, key: CallKey): Promise<CallRow> {
  const call = await findCall(database.db, key);
  if (call === undefined) throw new Error(`there is no call ${key.callid}`);
  return call;
}

export async function startWorker(
  world: World,
  role: 'intake' | 'engine',
  overrides: Record<string, string> = {},
): Promise<Service> {
  const settings = parseSettings(transcriptionSettings, {
    DATABASE_URL: world.databaseUrl,
    BROKER_URL: world.brokerUrl,
    VAULT_URL: world.vaultUrl,
    TRANSCRIPTION_ROLE: role,
    RETRY_BASE_MS: '1',
    ...overrides,
  });
  const logger = createLogger({ service: 'transcription', level: 'silent' });
  const service = await startTranscription({ settings, logger, metrics: createMetrics('transcription') });
  // What it cannot publish yet, the sweep publishes later, and here is none.
  await waitFor(() => service.checks['broker']?.());
  return service;
}

/** Waits until the stage is done with a call and the next one has its permit. */
export async function untilHandedOn(world: World, key: CallKey): Promise<{ call: CallRow; permit: Permits[Stage] }> {
  const permit = await waitFor(() => world.permits.get(key.callid), {
    timeoutMs: 45_000,
    message: 'the call was not handed on',
  });
  return { call: await getCall(world, key), permit };
}

/** Waits until a call was given up, and its dead letter. */
export async function untilGivenUp(world: World, key: CallKey): Promise<{ call: CallRow; letter: DeadLetterMessage }> {
  const letter = await waitFor(() => world.letters.get(key.callid), {
    timeoutMs: 30_000,
    message: 'the call was not given up',
  });
  return { call: await getCall(world, key), letter };
}
