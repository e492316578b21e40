import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRedactionPolicy, type RedactionPolicy, type Voice } from '@callscript/contracts';
import {
  createSecretBox,
  findTranscript,
  inTransaction,
  openRawTranscript,
  updatePipelineConfig,
  type CallRow,
  type SecretBox,
} from '@callscript/db';
import { getCall } from '@callscript/pipeline/testing';
import { listSampleCalls, type SampleCall } from '@callscript/samples';
import { decodeRecording } from '@callscript/speech';
import type { StoredObject } from '@callscript/storage';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { finishRecognition, saveRecognition, type Recognized } from '../src/save-recognized-call.ts';
import { bid, createWorld, submitCall, type World } from './_support.ts';

const secretBox = createSecretBox(Buffer.alloc(32, 7));
const signal = new AbortController().signal;
let world: World;
let sample: SampleCall;

beforeAll(async () => {
  world = await createWorld('recognize', 'analyze');
  const found = (await listSampleCalls()).find(({ name }) => name === 'presales-weak');
  if (found === undefined) throw new Error('the sample is not there');
  sample = found;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Words of 0.4 s, from the given second on. */
function say(channel: 0 | 1, start: number, text: string): Voice {
  const words = text.split(' ').map((word, i) => ({
    word,
    start: start + i * 0.4,
    end: start + i * 0.4 + 0.35,
    confidence: 0.9,
  }));
  return { channel, words };
}

const agent = say(0, 1, 'thank you for calling north wind telecom may i have your card number');
const customer = say(1, 10, 'it is four one one one one one one one one one one one one one one one thank you');
const cardStart = 10.8;
const cardEnd = 17.15;

function recognize(voices: Voice[], recording: StoredObject): Recognized {
  return {
    call: { durationSeconds: sample.durationSeconds, language: 'en', separation: 'channels', voices },
    provider: 'parakeet',
    model: 'test',
    costUsd: null,
    meta: { device: 'cpu' },
    recording,
  };
}

/** A call with a recording in the vault, finished and stored under a policy. */
async function finish(policy: Partial<RedactionPolicy>, box: SecretBox | null = secretBox) {
  await updatePipelineConfig(world.database.db, bid, {
    redaction: { ...defaultRedactionPolicy, ...policy },
    key_terms: [{ term: 'Northwind Telecom', heard: ['north wind telecom'] }],
  });
  const key = `${bid}/2026/03/finish.wav`;
  const stored = await world.vault.put(key, await readFile(sample.recordingPath));
  const call = await submitCall(world, {
    storage_path: world.vault.url(key),
    storage_sha256: stored.sha256,
    storage_bytes: stored.bytes,
    processing_state: 'failed_stt',
    failed_stage: 'recognize',
    error_class: 'test',
    stage: null,
    next_attempt_at: null,
  });
  const deps = { db: world.database.db, vault: world.vault, secretBox: box ?? undefined };
  const recognition = await finishRecognition(deps, call, recognize([agent, customer], stored), signal);
  const transition = await inTransaction(world.database.db, (tx) => saveRecognition(tx, call, recognition));
  const transcript = await findTranscript(world.database.db, call);
  if (transcript === undefined) throw new Error('no transcript was stored');
  return { call, transition, transcript, recording: await world.vault.getBuffer(key, { maxBytes: 1e8 }) };
}

async function decode(bytes: Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'callscript-muted-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'recording'), bytes);
  const recording = await decodeRecording(join(folder, 'recording'));
  onTestFinished(() => recording[Symbol.asyncDispose]());
  return recording;
}

function openRaw(call: CallRow, sealed: string | null): string {
  return openRawTranscript(secretBox, call, sealed ?? '').text;
}

describe('a recognised call', () => {
  test('is stored with its key terms, roles and without its card number', async () => {
    const { transcript, transition } = await finish({});

    expect(transition).toEqual({ state: 'transcribed', next: 'analyze', columns: {} });
    expect(transcript.transcript).toContain('calling Northwind Telecom');
    expect(transcript.transcript).toContain('it is [CARD_NUMBER] thank you');
    expect(JSON.stringify(transcript)).not.toMatch(/4111|one one one/);
    expect(transcript.corrections).toEqual([
      { start: expect.closeTo(2.6, 1), heard: 'north wind telecom', term: 'Northwind Telecom' },
    ]);
    expect(transcript.speaker_roles).toMatchObject({ source: 'channel' });
    expect(transcript.redactions).toEqual([
      {
        kind: 'card_number',
        speaker: 'customer',
        start: expect.closeTo(cardStart, 1),
        end: expect.closeTo(cardEnd, 1),
      },
    ]);
    expect(transcript.raw_transcript).toBeNull();
  });

  test('keeps its raw transcript sealed where the business wants it, readable in its own row alone', async () => {
    const { call, transcript } = await finish({ keep_raw: true });

    expect(transcript.raw_transcript).not.toMatch(/4111|card/);
    expect(openRaw(call, transcript.raw_transcript)).toMatch(/4111/);
    expect(() => openRaw({ ...call, callid: 'another' }, transcript.raw_transcript)).toThrow(/does not open/);
  });

  test('waits for an operator when raw transcripts are wanted and there is no key to seal them with', async () => {
    const finishing = finish({ keep_raw: true }, null);
    await expect(finishing).rejects.toMatchObject({
      failure: 'throttled',
      code: 'secrets_key_missing',
      message: expect.stringContaining('SECRETS_KEY'),
    });
  });

  test('is silenced in the vault where its card number was said, and nowhere else', async () => {
    const { transition, recording } = await finish({ mute_audio: true });

    expect(transition.columns).toEqual({
      storage_sha256: createHash('sha256').update(recording).digest('hex'),
      storage_bytes: recording.length,
    });
    const after = await decode(recording);
    const before = await decode(await readFile(sample.recordingPath));
    expect(after.codec).toBe(before.codec);
    const at = (seconds: number): number => Math.round(seconds * after.sampleRateHz);
    for (const [i, channel] of after.channels.entries()) {
      const silenced = channel.slice(at(cardStart - 0.1), at(cardEnd + 0.1));
      expect(Math.max(...silenced.map(Math.abs))).toBeLessThan(1e-3);
      const heard = channel.slice(at(20), at(30));
      expect(heard).toEqual(before.channels[i]?.slice(at(20), at(30)));
    }
  });

  test('gets the checksum of its silenced recording from the next try, when the try that silenced it was lost', async () => {
    const first = await finish({ mute_audio: true });
    const sha256 = createHash('sha256').update(first.recording).digest('hex');
    const silenced = { sha256, bytes: first.recording.length };
    const deps = { db: world.database.db, vault: world.vault, secretBox };

    const again = await finishRecognition(deps, first.call, recognize([agent], silenced), signal);
    const transition = await inTransaction(world.database.db, (tx) => saveRecognition(tx, first.call, again));

    expect(again.finished.redactions).toEqual([]);
    expect(transition.columns).toEqual({ storage_sha256: sha256, storage_bytes: silenced.bytes });
  });

  test('waits for an operator when the policy of its business does not fit, and nothing is stored', async () => {
    const policy = { kinds: ['card'] } as unknown as Partial<RedactionPolicy>;
    await expect(finish(policy)).rejects.toMatchObject({
      failure: 'throttled',
      code: 'business_config_invalid',
      message: expect.stringContaining('redaction.kinds.0'),
    });
  });

  test('stays as it was said under a policy that takes nothing out', async () => {
    const { transcript, recording } = await finish({ kinds: [], keep_raw: true, mute_audio: true });

    expect(transcript.transcript).toMatch(/4111/);
    expect(transcript).toMatchObject({ redactions: [], raw_transcript: null });
    expect(recording).toEqual(await readFile(sample.recordingPath));
    expect((await getCall(world, transcript)).storage_bytes).toBe(recording.length);
  });
});
