import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { archivedCallSchema, type ArchivedCall, type CallKey, type DeadLetterMessage } from '@callscript/contracts';
import { appendProcessingLog, findManifest, saveAnalysis, saveTranscript, type CallRow } from '@callscript/db';
import { failedQueueName } from '@callscript/messaging';
import { buildPermit, startStageRunner } from '@callscript/pipeline';
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
  type Platform,
  type ServiceProcess,
} from '@callscript/pipeline/testing';
import { parseSettings, type Service } from '@callscript/service';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import { archiveCall } from '../src/archive-call.ts';
import { archiveSettings } from '../src/config.ts';
import { startArchive } from '../src/service.ts';

export const bid = '6004';

/** An empty platform with one business, an archive and a vault in temporary folders. */
export interface World extends Platform {
  archive: ObjectStore;
  archiveUrl: string;
  vault: ObjectStore;
  vaultUrl: string;
  /** What arrived in `call.archive.failed`, by callid. */
  letters: Map<string, DeadLetterMessage>;
}

export async function createWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'callscript-archive-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const archiveUrl = pathToFileURL(join(folder, 'archive')).href;
  const vaultUrl = pathToFileURL(join(folder, 'vault')).href;
  const platform = stack.use(await createPlatform());
  await addBusiness(platform.database, bid);
  const letters = await collectByCall<DeadLetterMessage>(platform.broker, failedQueueName('archive'));
  const resources = stack.move();
  return {
    ...platform,
    archive: createObjectStore(archiveUrl),
    archiveUrl,
    vault: createObjectStore(vaultUrl),
    vaultUrl,
    letters,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** What the sample call says, and what was found in it. */
export const segments = [
  {
    speaker: 'agent' as const,
    start: 0.4,
    end: 1.6,
    text: 'good morning',
    words: [
      { word: 'good', start: 0.4, end: 0.9, confidence: 0.98 },
      { word: 'morning', start: 0.9, end: 1.6, confidence: 0.97 },
    ],
  },
  { speaker: 'customer' as const, start: 2, end: 2.5, text: 'नमस्ते', words: [{ word: 'नमस्ते', start: 2, end: 2.5 }] },
];
const finding = { status: 'identified' as const, detail: 'wants a quote', evidence: [] };
export const analysis = {
  quality_score: 72.5,
  verdict: 'flagged' as const,
  parameters: [{ key: 'greeting', name: 'Greeting', score: 8, max_score: 10, comment: 'friendly', evidence: [] }],
  bant: { need: finding, authority: finding, budget: finding, timeline: finding },
  summary: 'A customer asked for a quote.',
  coaching_suggestions: ['Ask for the timeline.'],
  flags: [
    {
      rule: 'pressure',
      severity: 'high' as const,
      speaker: 'agent' as const,
      quote: 'good morning',
      start: 0.4,
      end: 1.6,
    },
  ],
};

const side = {
  talk_seconds: 1.2,
  talk_share: 0.7,
  words: 2,
  words_per_minute: 100,
  longest_monologue_seconds: 1.2,
  interruptions: 0,
};
export const metrics = {
  agent: side,
  customer: { ...side, talk_share: 0.3 },
  dead_air_seconds: 57.5,
  longest_dead_air_seconds: 57.5,
  overlaps: 0,
  overlap_seconds: 0,
  first_greeting_seconds: 0.4,
};

/** A notified call with transcript, analysis and history; `due` for archiving unless told otherwise. */
export async function insertNotifiedCall(
  { database }: World,
  overrides: Record<string, unknown> & { callid?: string } = {},
): Promise<CallRow> {
  const call = await insertCall(
    { database },
    {
      bid,
      agent_name: 'Richa Verma',
      call_starttime: new Date('2025-03-11T12:33:00Z'),
      call_endtime: new Date('2025-03-11T12:34:00Z'),
      processing_state: 'notified',
      stage: 'archive',
      next_attempt_at: new Date('2025-07-01T00:00:00Z'),
      ...overrides,
    },
  );
  const { callid } = call;
  const { db } = database;
  await saveTranscript(db, {
    bid,
    callid,
    transcript: 'good morning नमस्ते',
    speaker_segments: segments,
    stt_provider: 'parakeet',
    model: 'parakeet-tdt-demo',
    audio_seconds: 60,
    speaker_roles: { source: 'content', confidence: 0.93 },
    corrections: [],
    redactions: [{ kind: 'phone', speaker: 'customer', start: 2, end: 2.5 }],
    raw_transcript: 'v1.sealed',
    processing_meta: { compute_ms: 1500, device: 'cpu', truncated: false, worker: 'secret-host' },
  });
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
  await saveAnalysis(db, { bid, callid }, analysis, provenance, metrics);
  await appendProcessingLog(db, [
    { bid, callid, stage: 'analyzing', status: 'success', worker_id: 'analysis@example' },
  ]);
  return await getCall({ database }, call);
}

export async function publishPermit({ broker }: World, call: CallRow): Promise<void> {
  await broker.publishPermit('archive', buildPermit('archive', call));
}

const environmentOf = (world: World, overrides: Record<string, string>) => ({
  DATABASE_URL: world.databaseUrl,
  BROKER_URL: world.brokerUrl,
  ARCHIVE_URL: world.archiveUrl,
  VAULT_URL: world.vaultUrl,
  RETRY_BASE_MS: '1',
  ...overrides,
});

/** A worker in this process. */
export async function startWorker(world: World): Promise<Service> {
  const settings = parseSettings(archiveSettings, environmentOf(world, {}));
  return await startQuietly('archive', startArchive, settings);
}

/** A worker in this process whose archive is another one. */
export async function startWorkerWith(world: World, archive: ObjectStore): Promise<AsyncDisposable> {
  return await startStageRunner({
    db: world.database.db,
    broker: world.broker,
    handler: archiveCall({ db: world.database.db, archive, vault: world.vault }),
    workerId: `archive-${randomUUID()}`,
    concurrency: 1,
    leaseMs: 60_000,
    timeLimitMs: 60_000,
    retryBaseMs: 1,
    drainMs: 5_000,
    logger: silent,
  });
}

/** An app in a process of its own, to be killed or because it is another one. */
export async function startProcess(
  app: 'archive' | 'orchestrator',
  world: World,
  overrides: Record<string, string>,
): Promise<ServiceProcess> {
  const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
  return await startServiceProcess(main, environmentOf(world, overrides));
}

export async function untilArchived(world: World, call: CallKey): Promise<CallRow> {
  return await untilCall(
    world,
    call,
    ({ processing_state }) => processing_state === 'archived',
    'the call was not archived',
  );
}

export async function getManifest({ database }: World, call: CallKey) {
  const manifest = await findManifest(database.db, call);
  if (manifest === undefined) throw new Error(`${call.callid} has no manifest`);
  return manifest;
}

/** The bytes of a call's export, found by its manifest, and what they say. */
export async function readExport(world: World, call: CallKey): Promise<{ bytes: Buffer; archived: ArchivedCall }> {
  const { archive_path } = await getManifest(world, call);
  const bytes = await world.archive.getBuffer(world.archive.keyOf(archive_path), { maxBytes: 1_000_000 });
  const json = await promisify(gunzip)(bytes);
  return { bytes, archived: archivedCallSchema.parse(JSON.parse(json.toString())) };
}

/** Every object of the archive. */
export async function listObjects({ archiveUrl }: World): Promise<string[]> {
  const entries = await readdir(fileURLToPath(archiveUrl), { recursive: true, withFileTypes: true }).catch(() => []);
  const root = fileURLToPath(archiveUrl);
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.incoming'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

export async function countHotRows({ database }: World, { callid }: CallKey): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['transcripts', 'bant_analysis', 'call_analytics']) {
    const [rows] = await database.pool.query(`SELECT COUNT(*) AS n FROM ${table} WHERE callid = ?`, [callid]);
    counts[table] = (rows as { n: number }[])[0]?.n ?? -1;
  }
  return counts;
}
