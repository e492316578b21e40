import { PassThrough } from 'node:stream';
import { updatePipelineConfig, type CallRow } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { createLogger, createMetrics, parseSettings, type Service } from '@callscript/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serveRecordings } from '../src/intake/_recording-server.ts';
import { transcriptionSettings } from '../src/config.ts';
import { startTranscription } from '../src/service.ts';
import { bid, createWorld, startWorker, submitCall, untilGivenUp, type World } from './_support.ts';
import {
  choose,
  getSample,
  listTroubles,
  readSample,
  silentWav,
  startVendors,
  submitSample,
  submitSecured,
  untilTranscribed,
  untilTroubled,
  type Vendors,
} from './_hosted.ts';

let world: World;
let vendors: Vendors;
let worker: Service | undefined;
beforeAll(async () => {
  [world, vendors] = await Promise.all([createWorld('transcribe', 'analyze'), startVendors()]);
});
afterAll(async () => {
  await stopWorker();
  await vendors[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await choose(world, ['deepgram']);
  worker ??= await startWorker(world, 'intake', { ...vendors.settings, DEEPGRAM_TIMEOUT_MS: '2000' });
});
afterEach(() => vendors.reset());

/** For a test that wants another one. The next test has the usual one again. */
async function stopWorker(): Promise<void> {
  await worker?.[Symbol.asyncDispose]();
  worker = undefined;
}

/** Leaves no call to the tests that follow. */
async function forget(...calls: CallRow[]): Promise<void> {
  for (const { id } of calls) await world.database.pool.query('DELETE FROM calls WHERE id = ?', [id]);
}

const listens = async (): Promise<number> => (await vendors.asked('deepgram')).length;
const plain = (texts: readonly string[]): string =>
  texts
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '');

describe('Deepgram', () => {
  test('recognises a two-channel call by channel, word for word, and says what it costs', async () => {
    const sample = getSample('presales-weak');
    const { call, transcript } = await untilTranscribed(world, await submitSample(world, sample.name));

    expect(call).toMatchObject({ processing_state: 'transcribed', stage: 'analyze', attempts: 0, lease_owner: null });
    expect(transcript).toMatchObject({
      stt_provider: 'deepgram',
      model: 'nova-3',
      language: 'en',
      processing_meta: { separation: 'channels', channels: 2, request_id: expect.any(String) },
    });
    expect(transcript.audio_seconds).toBeCloseTo(sample.durationSeconds, 1);
    // Two channels are two times the minutes.
    expect(transcript.cost_usd).toBeCloseTo((sample.durationSeconds / 60) * 2 * 0.0077, 5);
    expect(new Set(transcript.speaker_segments.map(({ speaker }) => speaker))).toEqual(new Set(['agent', 'customer']));
    const [{ asked } = { asked: {} }] = await vendors.asked('deepgram');
    expect(asked).toMatchObject({
      model: 'nova-3',
      multichannel: 'true',
      detect_language: 'true',
      mip_opt_out: 'true',
    });
    expect(asked).not.toHaveProperty('diarize_model');
  });

  test('tells the speakers of a mono call apart by voice', async () => {
    const sample = getSample('support-mono');
    const { transcript } = await untilTranscribed(world, await submitSample(world, sample.name));
    expect(transcript.processing_meta).toMatchObject({ separation: 'diarization', channels: 1 });
    expect(new Set(transcript.speaker_segments.map(({ voice }) => voice))).toEqual(new Set([0, 1]));
    expect(await vendors.asked('deepgram')).toMatchObject([{ asked: { diarize_model: 'latest' } }]);
  });

  test('is told the language and the key terms of the business', async () => {
    await choose(world, ['deepgram'], {
      stt_language: 'hi',
      key_terms: [
        { term: 'Northwind', heard: ['north wind'] },
        { term: 'Fabrikam', heard: [] },
      ],
    });
    const { transcript } = await untilTranscribed(world, await submitSample(world, 'short'));
    expect(transcript.language).toBe('hi');
    expect(await vendors.asked('deepgram')).toMatchObject([
      { asked: { language: 'hi', keyterm: ['Northwind', 'Fabrikam'] } },
    ]);
  });

  test('makes an empty transcript of a silent call', async () => {
    await vendors.trouble({ vendor: 'deepgram', kind: 'no_speech' });
    const { transcript } = await untilTranscribed(world, await submitSample(world, 'presales-weak'));
    expect(transcript).toMatchObject({ transcript: '', speaker_segments: [], stt_provider: 'deepgram' });
  });

  test('gets a call whose recording has just been fetched, which stays secured whatever Deepgram does', async () => {
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', status: 503 });
    const recording = await readSample('short');
    let fetches = 0;
    await using source = await serveRecordings((_req, res) => {
      fetches += 1;
      res.writeHead(200, { 'content-type': 'audio/wav' }).end(recording);
    });
    await stopWorker();
    const settings = { ...vendors.settings, RECORDING_ALLOWED_HOSTS: source.host, RECORDING_GRACE_MS: '0' };
    await using _ = await startWorker(world, 'intake', settings);
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav` });
    const { call, transcript } = await untilTranscribed(world, submitted);

    expect(fetches).toBe(1);
    expect(call.storage_bytes).toBe(recording.length);
    expect(plain([transcript.transcript])).toContain(plain([getSample('short').turns[0]?.text ?? '']).slice(0, 20));
    expect(await listTroubles(world, call)).toMatchObject([
      expect.stringContaining('unavailable: deepgram answered 503'),
    ]);
  });
});

describe('what is worth another try is tried again', () => {
  test.each([
    ['an overload', { kind: 'status', status: 503 }, 'unavailable'],
    ['an error of its own', { kind: 'status', status: 500, shape: 'category' }, 'unavailable'],
    ['its ten-minute limit', { kind: 'status', status: 504, shape: 'text' }, 'timeout'],
    ['no answer', { kind: 'hang' }, 'timeout'],
    ['a cut upload', { kind: 'cut' }, 'unreachable'],
    ['half an answer', { kind: 'half' }, 'unreachable'],
    ['an answer that is no JSON', { kind: 'garbage' }, 'malformed_answer'],
    ['JSON of another shape', { kind: 'wrong_shape' }, 'malformed_answer'],
    ['a page', { kind: 'html' }, 'malformed_answer'],
    ['nothing', { kind: 'empty' }, 'malformed_answer'],
  ])('%s', async (_what, fault, code) => {
    await vendors.trouble({ vendor: 'deepgram', ...fault });
    const { call } = await untilTranscribed(world, await submitSample(world, 'short'));
    expect(await listTroubles(world, call)).toEqual([expect.stringMatching(new RegExp(`^${code}: `))]);
    expect(call.attempts).toBe(0);
  });

  test('three times, and then it is the call’s failure', async () => {
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', status: 500, times: 3 });
    const { call, letter } = await untilGivenUp(world, await submitSample(world, 'short'));
    expect(call).toMatchObject({ processing_state: 'failed_stt', failed_stage: 'transcribe', attempts: 3 });
    expect(letter).toMatchObject({ failure: 'exhausted', error_class: 'unavailable', attempts: 3 });
  });
});

describe('what would be no better the next time ends the turn', () => {
  test.each([
    ['a corrupt recording', { status: 400 }, 'corrupt_audio'],
    ['one that is too large', { status: 413 }, 'too_large'],
    ['a query it does not take', { status: 400, code: 'INVALID_QUERY_PARAMETER', message: 'no such model' }, 'refused'],
  ])('%s', async (_what, fault, code) => {
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', ...fault });
    const { call, letter } = await untilGivenUp(world, await submitSample(world, 'short'));
    expect(call).toMatchObject({ processing_state: 'failed_stt', attempts: 1 });
    expect(letter).toMatchObject({ failure: 'permanent', error_class: code });
  });

  test('what is no recording at all, before anybody is asked', async () => {
    const { letter } = await untilGivenUp(world, await submitSecured(world, Buffer.from('<html>Sign in</html>')));
    expect(letter).toMatchObject({ failure: 'permanent', error_class: 'not_audio' });
    expect(await listens()).toBe(0);
  });
});

describe('what is not the call’s fault costs it no attempt', () => {
  test.each([
    ['haste, for as long as Deepgram says', { status: 429, retryAfterSeconds: 120 }, 'rate_limited', 120],
    ['haste, for a minute otherwise', { status: 429 }, 'rate_limited', 60],
    ['a key that is refused', { status: 401 }, 'key_refused', 900],
    ['a model that the key does not open', { status: 403 }, 'key_refused', 900],
    ['credit that is used up', { status: 402 }, 'credit_exhausted', 900],
    ['an address where there is no Deepgram', { status: 404 }, 'misconfigured', 900],
  ])('%s', async (_what, fault, code, waitSeconds) => {
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', ...fault });
    const call = await untilTroubled(world, await submitSample(world, 'short'));
    expect(call).toMatchObject({ processing_state: 'queued', stage: 'transcribe', attempts: 0, error_class: code });
    const wait = (Number(call.next_attempt_at) - Number(call.last_failed_at)) / 1000;
    expect(wait).toBeCloseTo(waitSeconds, 0);
    await forget(call);
  });

  test('a key that this process does not have, and says which', async () => {
    const { DEEPGRAM_API_KEY: _key, ...settings } = vendors.settings;
    await stopWorker();
    await using _ = await startWorker(world, 'intake', settings);
    const call = await untilTroubled(world, await submitSample(world, 'short'));
    expect(call).toMatchObject({ attempts: 0, error_class: 'key_missing' });
    expect(call.error_message).toContain('DEEPGRAM_API_KEY');
    await forget(call);
  });
});

test('nothing is paid for that could not be kept: raw transcripts without a key to encrypt them', async () => {
  const redaction = { kinds: [], keep_raw: true, mute_audio: false };
  await updatePipelineConfig(world.database.db, bid, { redaction });
  const call = await untilTroubled(world, await submitSample(world, 'short'));
  await updatePipelineConfig(world.database.db, bid, { redaction: null });
  await forget(call);
  expect(call).toMatchObject({ attempts: 0, error_class: 'secrets_key_missing' });
  expect(await listens()).toBe(0);
});

test('a key is in no log and in no history, even when Deepgram quotes it', async () => {
  const key = 'dg-secret-0123456789';
  const lines: string[] = [];
  const destination = new PassThrough();
  destination.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const settings = parseSettings(transcriptionSettings, {
    DATABASE_URL: world.databaseUrl,
    BROKER_URL: world.brokerUrl,
    VAULT_URL: world.vaultUrl,
    TRANSCRIPTION_ROLE: 'intake',
    RETRY_BASE_MS: '1',
    LOG_LEVEL: 'debug',
    ...vendors.settings,
    DEEPGRAM_API_KEY: key,
  });
  await stopWorker();
  const logger = createLogger({ service: 'transcription', level: 'debug' }, destination);
  const metrics = createMetrics('transcription');
  const message = `the key ${key} has no credit`;
  for (const status of [500, 402]) await vendors.trouble({ vendor: 'deepgram', kind: 'status', status, message });
  await using _ = await startTranscription({ settings, logger, metrics });
  const call = await submitSample(world, 'short');
  await waitFor(async () => (await listTroubles(world, call)).length === 2, { timeoutMs: 20_000 });
  const troubles = await listTroubles(world, call);
  await forget(call);

  expect(troubles.join()).toContain('the key … has no credit');
  expect(lines.join()).toContain('stage_failed');
  expect(`${lines.join()}${troubles.join()}${await metrics.metrics()}`).not.toContain(key);
});

test('memory stays flat while 200 MB go from the vault to Deepgram', async () => {
  await stopWorker();
  await using _ = await startWorker(world, 'intake', vendors.settings);
  const submitted = await submitSecured(world, silentWav(13_107, 1));
  expect(submitted.storage_bytes).toBeGreaterThan(200e6);
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)), 5);
  const { transcript } = await untilTranscribed(world, submitted).finally(() => clearInterval(watch));
  expect(await vendors.asked('deepgram')).toMatchObject([{ asked: { bytes: submitted.storage_bytes } }]);
  expect(transcript.audio_seconds).toBe(13_107);
  // Holding the recording would take 200 MB; a stream leaves some 60 MB for the collector.
  expect(peak).toBeLessThan(128 * 1024 * 1024);
});
