import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SttProvider } from '@callscript/contracts';
import {
  findTranscript,
  listHistory,
  updatePipelineConfig,
  type BusinessPipelineConfigRow,
  type CallRow,
  type TranscriptRow,
} from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { buildPermit, returnExpiredClaims, reissueLostPermits } from '@callscript/pipeline';
import { insertCall, silent, startServiceProcess, untilCall } from '@callscript/pipeline/testing';
import { listSampleCalls, type SampleCall } from '@callscript/samples';
import { bid, type World } from './_support.ts';

const samples = await listSampleCalls();

export function getSample(name: string): SampleCall {
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}

/** Sarvam and Deepgram, as a process of their own. */
export interface Vendors extends AsyncDisposable {
  /** The settings of a worker that uses them. */
  settings: Record<string, string>;
  url: string;
  /** Makes the next requests fail, as `apps/sandbox/README.md` says. */
  trouble(fault: object): Promise<void>;
  /** The operations that were asked for since the last `reset`, oldest first. */
  asked(vendor: 'sarvam' | 'deepgram'): Promise<{ operation: string; asked: Record<string, unknown> }[]>;
  reset(): Promise<void>;
}

export async function startVendors({ jobMs = 300 } = {}): Promise<Vendors> {
  const main = fileURLToPath(new URL('../../sandbox/src/main.ts', import.meta.url));
  const environment = { SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0', SANDBOX_SARVAM_JOB_MS: String(jobMs) };
  const sandbox = await startServiceProcess(main, environment);
  const url = /"url":"([^"]+)"/.exec(sandbox.log())?.[1] ?? '';
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  return {
    url,
    settings: {
      SARVAM_BASE_URL: `${url}/sarvam`,
      SARVAM_API_KEY: 'sarvam-key',
      SARVAM_POLL_MS: '50',
      DEEPGRAM_BASE_URL: `${url}/deepgram`,
      DEEPGRAM_API_KEY: 'deepgram-key',
      // Each test meets its own faults, not the memory of another's.
      STT_CIRCUIT_FAILURES: '1000',
    },
    async trouble(fault) {
      const headers = { 'content-type': 'application/json' };
      await send('/faults', { method: 'POST', headers, body: JSON.stringify(fault) });
    },
    async asked(vendor) {
      const { requests } = (await (await send(`/${vendor}/requests`)).json()) as Awaited<{ requests: never }>;
      return requests;
    },
    async reset() {
      for (const path of ['/faults', '/sarvam/requests', '/deepgram/requests']) await send(path, { method: 'DELETE' });
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

/** Who recognises the business's calls, and what else it wants of them. */
export async function choose(
  { database }: World,
  providers: readonly [SttProvider, ...SttProvider[]],
  config: Partial<Pick<BusinessPipelineConfigRow, 'stt_language' | 'key_terms' | 'expected_speakers'>> = {},
): Promise<void> {
  const [stt_provider, ...stt_fallbacks] = providers;
  const nothing = { stt_language: null, key_terms: null, expected_speakers: null };
  await updatePipelineConfig(database.db, bid, { stt_provider, stt_fallbacks, ...nothing, ...config });
}

let stored = 0;

/** A call whose recording is in the vault, due where its first provider's turn is worked on, and its permit. */
export async function submitSecured(
  world: World,
  recording: Buffer | Readable,
  stage: 'transcribe' | 'recognize' = 'transcribe',
): Promise<CallRow> {
  const key = `${bid}/2026/03/hosted-${(stored += 1)}.wav`;
  const { bytes, sha256 } = await world.vault.put(key, recording);
  const call = await insertCall(world, {
    bid,
    agent_name: 'Ana Cruz',
    processing_state: 'queued',
    stage,
    next_attempt_at: new Date('2026-03-11T12:34:00Z'),
    storage_path: world.vault.url(key),
    storage_bytes: bytes,
    storage_sha256: sha256,
  });
  await world.broker.publishPermit(stage, buildPermit(stage, call));
  return call;
}

export async function submitSample(world: World, name: string): Promise<CallRow> {
  return await submitSecured(world, createReadStream(getSample(name).recordingPath));
}

export async function untilTranscribed(
  world: World,
  submitted: CallRow,
): Promise<{ call: CallRow; transcript: TranscriptRow }> {
  const call = await untilCall(world, submitted, ({ processing_state }) => processing_state === 'transcribed');
  const transcript = await findTranscript(world.database.db, call);
  if (transcript === undefined) throw new Error('the call was handed on without a transcript');
  return { call, transcript };
}

/** Waits until the call has failed once, however that was taken. */
export async function untilTroubled(world: World, submitted: CallRow): Promise<CallRow> {
  return await untilCall(
    world,
    submitted,
    ({ error_class, lease_owner }) => error_class !== null && lease_owner === null,
  );
}

/** What the call's history says went wrong, oldest first. */
export async function listTroubles({ database }: World, call: CallRow): Promise<string[]> {
  const history = await listHistory(database.db, call);
  return history.flatMap(({ error_message }) => error_message ?? []);
}

/** Does what the orchestrator's sweep does, until a lost claim has come back. */
export async function sweepLostClaims(world: World): Promise<void> {
  const { database, broker } = world;
  const deps = { db: database.db, broker, logger: silent, workerId: 'sweep', retryBaseMs: 1 };
  await waitFor(() => returnExpiredClaims(deps), { timeoutMs: 30_000, message: 'no lease ran out' });
  await reissueLostPermits(deps);
}

/** 16 bits, 8 kHz, made as it is read. */
export function silentWav(seconds: number, channels = 1): Readable {
  const bytesPerSecond = 16_000 * channels;
  const dataBytes = Math.round(seconds * bytesPerSecond);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(2 * channels, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  function* generate(): Generator<Buffer> {
    yield header;
    const zeros = Buffer.alloc(64 * 1024);
    for (let left = dataBytes; left > 0; left -= zeros.length) yield zeros.subarray(0, Math.min(left, zeros.length));
  }
  return Readable.from(generate(), { objectMode: false });
}

export async function readSample(name: string): Promise<Buffer> {
  return await readFile(getSample(name).recordingPath);
}
