import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTranscript } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { getCall } from '@callscript/pipeline/testing';
import { listSampleCalls, type SampleCall } from '@callscript/samples';
import type { Service } from '@callscript/service';
import { countWordErrors } from '@callscript/speech';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  bid,
  createWorld,
  mirrored,
  startWorker,
  submitCall,
  untilGivenUp,
  untilHandedOn,
  type World,
} from './_support.ts';

const maxSeconds = 600;
let world: World;
let engine: Service;
const samples = new Map<string, SampleCall>();

beforeAll(async () => {
  world = await createWorld('recognize', 'analyze');
  engine = await startWorker(world, 'engine', { CONCURRENCY: '1', RECORDING_MAX_SECONDS: String(maxSeconds) });
  for (const sample of await listSampleCalls()) samples.set(sample.name, sample);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function getSample(name: string): SampleCall {
  const sample = samples.get(name);
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}

let stored = 0;
async function submitBytes(bytes: Buffer, overrides: Record<string, unknown> = {}) {
  const key = `${bid}/2026/03/${(stored += 1)}.wav`;
  await world.vault.put(key, bytes);
  return await submitCall(world, { storage_path: world.vault.url(key), ...overrides });
}

async function transcribe(bytes: Buffer, overrides: Record<string, unknown> = {}) {
  const { call } = await untilHandedOn(world, await submitBytes(bytes, overrides));
  const transcript = await findTranscript(world.database.db, call);
  if (transcript === undefined) throw new Error('the call was handed on without a transcript');
  return { call, transcript };
}

/** The share of a script's words that were not heard from this side, or were heard otherwise. */
function errorRate(
  sample: SampleCall,
  side: 'agent' | 'customer',
  heard: { speaker: string; text: string }[],
  from: string,
) {
  const words = (turns: readonly { speaker: string; text: string }[], speaker: string) =>
    turns
      .filter((turn) => turn.speaker === speaker)
      .map(({ text }) => text)
      .join(' ');
  const counted = countWordErrors(words(sample.turns, side), words(heard, from));
  return (counted.substitutions + counted.insertions + counted.deletions) / counted.words;
}

/** 8 kHz, 16 bits, one channel. */
function silence(seconds: number): Buffer {
  const dataBytes = seconds * 16_000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return Buffer.concat([header, Buffer.alloc(dataBytes)]);
}

/** The only child of this process that runs the engine. */
async function findEngineProcess(): Promise<number> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(process.pid), '-f', 'engine-process']);
  return Number(stdout.trim());
}

describe('the engine', () => {
  test.each([
    ['first', bid, { agent: 'agent', customer: 'customer' }],
    ['second', mirrored, { agent: 'customer', customer: 'agent' }],
  ] as const)('tells the speakers by channel when the agent is on the %s', async (_which, business, side) => {
    const sample = getSample('presales-weak');
    expect(sample.agentChannel).toBe(0);

    const { call, transcript } = await transcribe(await readFile(sample.recordingPath), { bid: business });

    expect(call).toMatchObject({ processing_state: 'transcribed', stage: 'analyze', attempts: 0, lease_owner: null });
    expect(transcript).toMatchObject({ stt_provider: 'parakeet', model: 'parakeet-tdt-demo', language: 'en' });
    expect(transcript.audio_seconds).toBeCloseTo(sample.durationSeconds, 1);
    expect(transcript.processing_meta).toMatchObject({ channels: 2, truncated: false, device: 'cpu' });
    const heard = transcript.speaker_segments;
    expect(new Set(heard.map(({ speaker }) => speaker))).toEqual(new Set(['agent', 'customer']));
    expect(errorRate(sample, 'agent', heard, side.agent)).toBeLessThan(0.2);
    expect(errorRate(sample, 'customer', heard, side.customer)).toBeLessThan(0.2);
    expect(transcript.transcript).toBe(heard.map(({ text }) => text).join('\n'));
  });

  test('tells the speakers of a mono recording by their voices, and who they are by what they say', async () => {
    const sample = getSample('support-mono');

    const { transcript } = await transcribe(await readFile(sample.recordingPath));

    const heard = transcript.speaker_segments;
    expect(transcript.speaker_roles).toMatchObject({ source: 'content' });
    // Words at the borders of turns go astray, and the customer has few.
    expect(errorRate(sample, 'agent', heard, 'agent')).toBeLessThan(0.35);
    expect(errorRate(sample, 'customer', heard, 'customer')).toBeLessThan(0.6);
    expect(transcript.processing_meta).toMatchObject({ channels: 1, separation: 'diarization' });
  });

  test.each([
    ['MP3', ['-c:a', 'libmp3lame', '-b:a', '32k', '-f', 'mp3']],
    ['Ogg with Opus', ['-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg']],
    ['M4A', ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod']],
  ])('recognises a recording in %s', async (_format, encoding) => {
    const sample = getSample('presales-weak');
    const folder = await mkdtemp(join(tmpdir(), 'callscript-encoded-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'recording');
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-i', sample.recordingPath, ...encoding, file]);

    const { transcript } = await transcribe(await readFile(file));

    expect(transcript.audio_seconds).toBeCloseTo(sample.durationSeconds, 0);
    for (const side of ['agent', 'customer'] as const) {
      expect(errorRate(sample, side, transcript.speaker_segments, side)).toBeLessThan(0.3);
    }
  });

  test('hands a silent call on with an empty transcript', async () => {
    const { call, transcript } = await transcribe(silence(2));

    expect(call).toMatchObject({ processing_state: 'transcribed', stage: 'analyze' });
    expect(transcript).toMatchObject({ transcript: '', speaker_segments: [], audio_seconds: 2 });
  });

  test('recognises as much as there is of a file that was cut short, and says so', async () => {
    const sample = getSample('support-mono');
    const bytes = await readFile(sample.recordingPath);

    const { transcript } = await transcribe(bytes.subarray(0, bytes.length / 2));

    expect(transcript.processing_meta).toMatchObject({ truncated: true });
    expect(transcript.audio_seconds).toBeCloseTo(sample.durationSeconds / 2, 0);
    expect(transcript.transcript).not.toBe('');
  });

  test.each([
    [
      'a tag without a recording',
      Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.alloc(4_000, 0x55)]),
      'not_audio',
      /MP3/,
    ],
    ['a web page', Buffer.from('<!doctype html><title>Sign in</title>'), 'not_audio', /not a recording/],
    ['a header without sound', silence(0), 'empty', /no audio/],
  ])('gives up a recording that is %s, in words for a person', async (_what, bytes, code, words) => {
    const { call, letter } = await untilGivenUp(world, await submitBytes(bytes));

    expect(call).toMatchObject({ processing_state: 'failed_stt', failed_stage: 'recognize', attempts: 1 });
    expect(letter).toMatchObject({
      failure: 'permanent',
      error_class: code,
      error_message: expect.stringMatching(words),
    });
  });

  test('gives up a recording that is longer than is allowed, in words for a person', async () => {
    const { call, letter } = await untilGivenUp(world, await submitBytes(silence(maxSeconds + 1)));

    expect(call).toMatchObject({ processing_state: 'failed_stt', failed_stage: 'recognize', attempts: 1 });
    expect(letter).toMatchObject({
      failure: 'permanent',
      error_class: 'too_long',
      error_message: expect.stringContaining('The recording lasts 10 min 1 s; at most 10 min are recognised.'),
    });
  });

  test('gives up a call whose copy was lost from the vault after three tries', async () => {
    const lost = world.vault.url(`${bid}/2026/03/lost.wav`);

    const { call, letter } = await untilGivenUp(world, await submitCall(world, { storage_path: lost }));

    expect(call).toMatchObject({ processing_state: 'failed_stt', attempts: 3 });
    expect(letter).toMatchObject({ failure: 'exhausted', error_class: 'object_not_found' });
  });

  test('tries a call again whose engine was killed with it in hand', async () => {
    const sample = getSample('insurance-violation');
    const submitted = await submitBytes(await readFile(sample.recordingPath));
    await waitFor(async () => (await getCall(world, submitted)).processing_state === 'transcribing');
    process.kill(await findEngineProcess(), 'SIGKILL');

    const { call } = await untilHandedOn(world, submitted);

    expect(call).toMatchObject({ processing_state: 'transcribed', attempts: 0 });
    const [rows] = await world.database.pool.query(
      'SELECT status, attempt, error_message FROM pcaa_processing_log WHERE callid = ? ORDER BY id',
      [call.callid],
    );
    expect(rows).toEqual([
      { status: 'started', attempt: 1, error_message: null },
      { status: 'failed', attempt: 1, error_message: expect.stringContaining('recognizer_crashed') },
      { status: 'started', attempt: 2, error_message: null },
      { status: 'success', attempt: 2, error_message: null },
    ]);
  });
});
