import { fileURLToPath } from 'node:url';
import { waitFor } from '@callscript/devstack/testing';
import { startServiceProcess, untilCall } from '@callscript/pipeline/testing';
import type { Service } from '@callscript/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, startWorker, untilGivenUp, type World } from './_support.ts';
import {
  choose,
  getSample,
  listTroubles,
  silentWav,
  startVendors,
  submitSample,
  submitSecured,
  sweepLostClaims,
  untilTranscribed,
  untilTroubled,
  type Vendors,
} from './_hosted.ts';

let world: World;
let vendors: Vendors;
let worker: Service;
beforeAll(async () => {
  [world, vendors] = await Promise.all([createWorld('transcribe', 'analyze'), startVendors()]);
  worker = await startWorker(world, 'intake', { ...vendors.settings, SARVAM_JOB_LIMIT_MS: '1500' });
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  await vendors[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => choose(world, ['sarvam']));
afterEach(() => vendors.reset());

/** A call of 46 s on two channels, and what `wrong-number` is: one of 25 s on one. */
const long = 'presales-weak';
const short = 'wrong-number';

async function count(operation: string): Promise<number> {
  return (await vendors.asked('sarvam')).filter((request) => request.operation === operation).length;
}

async function jobsOnFile(): Promise<number> {
  const [rows] = await world.database.pool.query('SELECT * FROM stt_jobs');
  return (rows as unknown[]).length;
}

const rupeesPerDollar = 88;

describe('Sarvam', () => {
  test('recognises up to 30 s in one request, in the words that were said', async () => {
    const sample = getSample(short);
    const { transcript } = await untilTranscribed(world, await submitSample(world, short));

    expect(transcript).toMatchObject({
      stt_provider: 'sarvam',
      model: 'saaras:v3',
      language: 'en-IN',
      processing_meta: { separation: 'none', mode: 'transcribe' },
    });
    expect(transcript.cost_usd).toBeCloseTo(((sample.durationSeconds / 3600) * 30) / rupeesPerDollar, 5);
    const words = transcript.speaker_segments.flatMap((segment) => segment.words);
    expect(words.length).toBeGreaterThan(30);
    expect(words.every(({ confidence }) => confidence === undefined)).toBe(true);
    expect(words.every(({ start, end }, index) => end >= start && start >= (words[index - 1]?.start ?? 0))).toBe(true);
    expect(await vendors.asked('sarvam')).toMatchObject([
      { operation: 'clip', asked: { model: 'saaras:v3', language_code: 'unknown', with_timestamps: 'true' } },
    ]);
  });

  test('recognises anything longer as a job, which tells the speakers apart', async () => {
    const sample = getSample(long);
    await choose(world, ['sarvam'], { stt_language: 'hi', expected_speakers: 2 });
    const { transcript } = await untilTranscribed(world, await submitSample(world, long));

    expect(transcript).toMatchObject({
      stt_provider: 'sarvam',
      language: 'hi-IN',
      processing_meta: { separation: 'diarization', job_id: expect.any(String) },
    });
    expect(transcript.cost_usd).toBeCloseTo(((sample.durationSeconds / 3600) * 45) / rupeesPerDollar, 5);
    expect(new Set(transcript.speaker_segments.map(({ voice }) => voice))).toEqual(new Set([0, 1]));
    const asked = await vendors.asked('sarvam');
    expect(asked[0]).toMatchObject({
      operation: 'create_job',
      asked: { job_parameters: { with_diarization: true, num_speakers: 2, language_code: 'hi-IN' } },
    });
    const once = [...new Set(asked.map(({ operation }) => operation))];
    expect(once).toEqual(['create_job', 'upload_files', 'upload', 'start_job', 'status', 'download_files', 'download']);
    expect(await jobsOnFile()).toBe(0);
  });

  test('gets key terms only with the model that knows them', async () => {
    const terms = { key_terms: [{ term: 'Northwind', heard: [] }] };
    await choose(world, ['sarvam'], terms);
    await untilTranscribed(world, await submitSample(world, long));
    expect(JSON.stringify((await vendors.asked('sarvam'))[0])).not.toContain('Northwind');
    await worker[Symbol.asyncDispose]();
    await vendors.reset();
    {
      await using _ = await startWorker(world, 'intake', { ...vendors.settings, SARVAM_MODEL: 'saaras:v4' });
      for (const name of [long, short]) await untilTranscribed(world, await submitSample(world, name));
    }
    worker = await startWorker(world, 'intake', { ...vendors.settings, SARVAM_JOB_LIMIT_MS: '1500' });
    const asked = await vendors.asked('sarvam');
    expect(asked.filter((request) => JSON.stringify(request).includes('Northwind'))).toHaveLength(2);
  });

  test.each([long, short])('makes an empty transcript of a silent call: %s', async (name) => {
    for (const operation of ['clip', 'download'])
      await vendors.trouble({ vendor: 'sarvam', operation, kind: 'no_speech' });
    const { transcript } = await untilTranscribed(world, await submitSample(world, name));
    expect(transcript).toMatchObject({ transcript: '', speaker_segments: [], stt_provider: 'sarvam' });
  });
});

describe('a job goes on where it was', () => {
  const steps = ['upload_files', 'start_job', 'download_files', 'download'] as const;
  const kinds = ['cut', 'garbage', 'html'] as const;
  const broken = steps.flatMap((step) => kinds.map((kind) => [step, kind] as const));

  test.each([...broken, ['upload', 'cut'] as const])(
    'when %s ends in "%s", the next try makes no second one',
    async (operation, kind) => {
      await vendors.trouble({ vendor: 'sarvam', operation, kind });
      await untilTranscribed(world, await submitSample(world, long));
      expect(await count('create_job')).toBe(1);
    },
  );

  test('when its status cannot be read for a while, that costs nothing', async () => {
    for (const kind of ['cut', 'html', 'empty']) await vendors.trouble({ vendor: 'sarvam', operation: 'status', kind });
    await vendors.trouble({ vendor: 'sarvam', operation: 'status', kind: 'status', status: 429 });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([]);
    expect(await count('status')).toBeGreaterThan(4);
  });

  test.each([
    ['upload', 'upload_files'],
    ['download', 'download_files'],
  ])('with a fresh address when the one for the %s has lapsed', async (operation, addresses) => {
    await vendors.trouble({ vendor: 'sarvam', operation, kind: 'status', status: 403 });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([]);
    expect(await count(addresses)).toBe(2);
  });

  test('when the answer to its start is lost', async () => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'start_job', kind: 'lost_answer' });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([]);
    expect(await count('start_job')).toBe(1);
  });

  test('when it takes longer than a try waits', async () => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'start_job', kind: 'never_finishes' });
    const { call, letter } = await untilGivenUp(world, await submitSample(world, long));
    expect(letter).toMatchObject({ failure: 'exhausted', error_class: 'job_timeout', attempts: 3 });
    expect(call.processing_state).toBe('failed_stt');
    expect(await count('create_job')).toBe(1);
    expect(await count('start_job')).toBe(1);
  });
});

describe('a job that ends without a transcript is followed by another', () => {
  test.each([
    ['failed_file', /^job_failed: sarvam's job ended as Completed, its file Internal Server Error/],
    ['failed_job', /^job_failed: sarvam's job ended as Failed, its file Internal Server Error/],
    ['missing_output', /^job_failed: sarvam answered 404/],
  ])('%s', async (kind, words) => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'start_job', kind });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([expect.stringMatching(words)]);
    expect(await count('create_job')).toBe(2);
  });

  test('and so is one whose file never arrived, although a proxy said so', async () => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'upload', kind: 'html' });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([expect.stringMatching(/^job_lost: .*No file has been uploaded/)]);
    expect(await count('create_job')).toBe(2);
  });

  test('and so is one that Sarvam no longer knows', async () => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'status', kind: 'status', status: 404 });
    const { call } = await untilTranscribed(world, await submitSample(world, long));
    expect(await listTroubles(world, call)).toEqual([expect.stringMatching(/^job_lost: /)]);
    expect(await count('create_job')).toBe(2);
  });

  test('but an end by an unheard-of name counts by what its file is', async () => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'start_job', kind: 'unknown_state' });
    await untilTranscribed(world, await submitSample(world, long));
    expect(await count('create_job')).toBe(1);
  });
});

describe('a refusal', () => {
  const refusals: [string, object, string, string, number][] = [
    ['of a key', { status: 403 }, 'throttled', 'key_refused', 900],
    ['for want of credit', { status: 429, code: 'insufficient_quota_error' }, 'throttled', 'credit_exhausted', 900],
    ['for haste', { status: 429, retryAfterSeconds: 7 }, 'throttled', 'rate_limited', 7],
    ['for overload', { status: 503, retryAfterSeconds: 9 }, 'throttled', 'overloaded', 9],
  ];
  test.each(refusals.flatMap((refusal) => [long, short].map((name) => [...refusal, name] as const)))(
    '%s waits and costs no attempt',
    async (_what, fault, _failure, code, waitSeconds, name) => {
      const operation = name === long ? 'create_job' : 'clip';
      await vendors.trouble({ vendor: 'sarvam', operation, kind: 'status', ...fault });
      const call = await untilTroubled(world, await submitSample(world, name));
      expect(call).toMatchObject({ processing_state: 'queued', attempts: 0, error_class: code });
      expect((Number(call.next_attempt_at) - Number(call.last_failed_at)) / 1000).toBeCloseTo(waitSeconds, 0);
      await world.database.pool.query('DELETE FROM calls WHERE id = ?', [call.id]);
    },
  );

  test.each([
    ['of the recording', 413, 'too_large'],
    ['of the request', 422, 'refused'],
  ])('%s ends the turn', async (_what, status, code) => {
    await vendors.trouble({ vendor: 'sarvam', operation: 'clip', kind: 'status', status });
    const { letter } = await untilGivenUp(world, await submitSample(world, short));
    expect(letter).toMatchObject({ failure: 'permanent', error_class: code });
  });

  test('is our own where Sarvam would refuse: two hours, and languages it does not know', async () => {
    const tooLong = await untilGivenUp(world, await submitSecured(world, silentWav(7_201)));
    expect(tooLong.letter).toMatchObject({ failure: 'permanent', error_class: 'too_long' });
    await choose(world, ['sarvam'], { stt_language: 'fr' });
    const french = await untilGivenUp(world, await submitSample(world, short));
    expect(french.letter).toMatchObject({ error_class: 'language_unsupported' });
    expect(await vendors.asked('sarvam')).toEqual([]);
  });
});

test('a worker that is killed between a job’s creation and its end leaves one job and one transcript', async () => {
  await worker[Symbol.asyncDispose]();
  await using slow = await startVendors({ jobMs: 4_000 });
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const environment = {
    DATABASE_URL: world.databaseUrl,
    BROKER_URL: world.brokerUrl,
    VAULT_URL: world.vaultUrl,
    TRANSCRIPTION_ROLE: 'intake',
    RETRY_BASE_MS: '1',
    LEASE_MS: '1000',
    PATH: process.env['PATH'] ?? '',
    ...slow.settings,
  };
  let submitted;
  {
    await using doomed = await startServiceProcess(main, environment);
    submitted = await submitSample(world, long);
    await waitFor(async () => (await slow.asked('sarvam')).some(({ operation }) => operation === 'status'), {
      timeoutMs: 30_000,
      message: 'the job was not started',
    });
    await doomed.kill();
  }
  expect(await untilCall(world, submitted, () => true)).toMatchObject({ processing_state: 'transcribing' });
  await sweepLostClaims(world);
  await using _ = await startWorker(world, 'intake', slow.settings);
  const { call, transcript } = await untilTranscribed(world, submitted);

  expect(transcript.speaker_segments.length).toBeGreaterThan(5);
  expect(await listTroubles(world, call)).toEqual([expect.stringContaining('worker_lost')]);
  const asked = (await slow.asked('sarvam')).map(({ operation }) => operation);
  for (const once of ['create_job', 'upload', 'start_job', 'download']) {
    expect(asked.filter((operation) => operation === once)).toHaveLength(1);
  }
  worker = await startWorker(world, 'intake', vendors.settings);
});
