import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallKey, DeadLetterMessage, Permits, Stage } from '@callscript/contracts';
import { updatePipelineConfig, type CallRow } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { failedQueueName, queueName } from '@callscript/messaging';
import { buildPermit } from '@callscript/pipeline';
import {
  addBusiness,
  collectByCall,
  createPlatform,
  getCall,
  insertCall,
  startQuietly,
  untilLetter,
  type Platform,
} from '@callscript/pipeline/testing';
import { parseSettings, type Service } from '@callscript/service';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import { transcriptionSettings } from '../src/config.ts';
import { startTranscription } from '../src/service.ts';

/** Its agents are on the first channel, and those of `mirrored` on the second. */
export const bid = '6004';
export const mirrored = '6005';

/** An empty platform with two businesses and a vault in a temporary folder. */
export interface World extends Platform {
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
  const platform = stack.use(await createPlatform());
  const { database, broker } = platform;
  for (const id of [bid, mirrored]) await addBusiness(database, id);
  await updatePipelineConfig(database.db, mirrored, { agent_channel: 1 });
  const letters = await collectByCall<DeadLetterMessage>(broker, failedQueueName(stage));
  const permits = await collectByCall<Permits[Stage]>(broker, queueName(next));
  const vault = createObjectStore(vaultUrl);
  const resources = stack.move();
  return { ...platform, vault, vaultUrl, letters, permits, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A call that is due at intake, or with a `storage_path` at the engine, and its permit. */
export async function submitCall(world: World, overrides: Record<string, unknown> = {}): Promise<CallRow> {
  const stage = 'storage_path' in overrides ? 'recognize' : 'transcribe';
  const call = await insertCall(world, {
    bid,
    processing_state: 'queued',
    stage,
    next_attempt_at: new Date('2026-03-11T12:34:00Z'),
    ...overrides,
  });
  await world.broker.publishPermit(stage, buildPermit(stage, call));
  return call;
}

export async function startWorker(
  world: World,
  role: 'all' | 'intake' | 'engine',
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
  return await startQuietly('transcription', startTranscription, settings);
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
  const letter = await untilLetter(world, key);
  return { call: await getCall(world, key), letter };
}
