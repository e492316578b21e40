import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listHistory } from '@callscript/db';
import { replayDeadLetter } from '@callscript/pipeline';
import { silent, untilCall } from '@callscript/pipeline/testing';
import type { Service } from '@callscript/service';
import { createWorld, startWorker, type World } from './_support.ts';
import {
  choose,
  listTroubles,
  readSample,
  silentWav,
  startVendors,
  submitSample,
  submitSecured,
  untilTranscribed,
  type Vendors,
} from './_hosted.ts';

let world: World;
let vendors: Vendors;
let worker: Service;
beforeAll(async () => {
  [world, vendors] = await Promise.all([createWorld('transcribe', 'analyze'), startVendors()]);
  worker = await startWorker(world, 'all', vendors.settings);
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  await vendors[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(() => vendors.reset());

describe('providers in order', () => {
  test('Sarvam, then Deepgram, then Parakeet: each has its turn, and the history says why it passed', async () => {
    await choose(world, ['sarvam', 'deepgram', 'parakeet']);
    await vendors.trouble({ vendor: 'sarvam', operation: 'clip', kind: 'status', status: 403 });
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', status: 500, times: 3 });
    const { call, transcript } = await untilTranscribed(world, await submitSample(world, 'short'));

    expect(transcript).toMatchObject({ stt_provider: 'parakeet', cost_usd: null });
    expect(call).toMatchObject({ stt_provider: 'parakeet', stage: 'analyze', attempts: 0, error_class: null });
    const unavailable = 'unavailable: deepgram answered 500 (INTERNAL_SERVER_ERROR: Internal Server Error)';
    expect(await listTroubles(world, call)).toEqual([
      expect.stringMatching(/^key_refused: sarvam answered 403 .*; deepgram is next$/),
      unavailable,
      unavailable,
      `${unavailable}; parakeet is next`,
    ]);
  });

  test('Parakeet, then Deepgram: what the engine cannot take goes to the vendor', async () => {
    await choose(world, ['parakeet', 'deepgram']);
    const submitted = await submitSecured(world, silentWav(20, 3), 'recognize');
    const { call, transcript } = await untilTranscribed(world, submitted);

    expect(transcript).toMatchObject({ stt_provider: 'deepgram', processing_meta: { separation: 'diarization' } });
    expect(call.stt_provider).toBe('deepgram');
    expect(await listTroubles(world, call)).toEqual([
      expect.stringMatching(/^unsupported_channels: .*; deepgram is next$/),
    ]);
    const steps = (await listHistory(world.database.db, call)).map(({ stage, status }) => `${stage} ${status}`);
    expect(steps).toEqual([
      'transcribing started',
      'transcribing failed',
      'transcribing started',
      'transcribing success',
    ]);
  });

  test('ends at once, asking nobody, with a file that is no recording', async () => {
    await choose(world, ['sarvam', 'deepgram', 'parakeet']);
    const submitted = await submitSecured(world, Buffer.from('{"error":"expired"}'));
    const call = await untilCall(world, submitted, ({ processing_state }) => processing_state === 'failed_stt');
    expect(call).toMatchObject({ error_class: 'not_audio', stt_provider: null, attempts: 1 });
    expect([...(await vendors.asked('sarvam')), ...(await vendors.asked('deepgram'))]).toEqual([]);
  });

  test('the last one’s failure is the call’s, and a replay begins with the first', async () => {
    await choose(world, ['deepgram', 'sarvam']);
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', status: 413 });
    await vendors.trouble({ vendor: 'sarvam', operation: 'clip', kind: 'status', status: 422 });
    const submitted = await submitSample(world, 'short');
    const failed = await untilCall(world, submitted, ({ dead_lettered_at }) => dead_lettered_at !== null);
    expect(failed).toMatchObject({ processing_state: 'failed_stt', stt_provider: 'sarvam', error_class: 'refused' });

    const { db } = world.database;
    await world.database.pool.query(
      `INSERT INTO dead_letters (message_id, stage, bid, callid, failure, error_class, error_message, attempts, first_failed_at,
         last_failed_at, message) VALUES ('1', 'transcribe', ?, ?, 'permanent', 'refused', '', 1, NOW(), NOW(), '{}')`,
      [failed.bid, failed.callid],
    );
    const [[letter]] = (await world.database.pool.query('SELECT MAX(id) AS id FROM dead_letters')) as unknown as [
      { id: number }[],
    ];
    const deps = { db, broker: world.broker, logger: silent };
    expect(await replayDeadLetter(deps, { id: letter?.id ?? 0, by: 'ops' })).toMatchObject({ kind: 'replayed' });
    const { transcript } = await untilTranscribed(world, submitted);
    expect(transcript.stt_provider).toBe('deepgram');
  });

  test('one without a key is passed over', async () => {
    const { SARVAM_API_KEY: _key, ...settings } = vendors.settings;
    await worker[Symbol.asyncDispose]();
    await choose(world, ['sarvam', 'deepgram']);
    {
      await using _ = await startWorker(world, 'intake', settings);
      const { call, transcript } = await untilTranscribed(world, await submitSample(world, 'short'));
      expect(transcript.stt_provider).toBe('deepgram');
      expect(await listTroubles(world, call)).toEqual([expect.stringMatching(/no SARVAM_API_KEY; deepgram is next$/)]);
    }
    worker = await startWorker(world, 'all', vendors.settings);
  });

  test('intake hands Parakeet’s turns to the engine', async () => {
    await choose(world, ['parakeet']);
    const submitted = await submitSecured(world, await readSample('short'), 'transcribe');
    const { transcript } = await untilTranscribed(world, submitted);
    expect(transcript.stt_provider).toBe('parakeet');
  });
});

describe('a provider that is down', () => {
  const settings = { STT_CIRCUIT_FAILURES: '2', STT_CIRCUIT_OPEN_MS: '10000', INTAKE_CONCURRENCY: '1' };

  async function alerts(): Promise<string[]> {
    const [rows] = await world.database.pool.query(
      "SELECT message FROM sys_logs WHERE source = 'transcription' ORDER BY id",
    );
    return (rows as { message: string }[]).map(({ message }) => message);
  }

  test('is left alone, passed over, tried once after a while, and used again', async () => {
    await worker[Symbol.asyncDispose]();
    await choose(world, ['deepgram']);
    await using _ = await startWorker(world, 'intake', { ...vendors.settings, ...settings });
    await vendors.trouble({ vendor: 'deepgram', kind: 'status', status: 503, times: 2 });

    const first = await submitSample(world, 'short');
    const waiting = await untilCall(world, first, ({ error_class }) => error_class === 'circuit_open');
    expect(waiting).toMatchObject({ attempts: 2, stage: 'transcribe', processing_state: 'queued' });
    expect(Number(waiting.next_attempt_at) - Number(waiting.last_failed_at)).toBeLessThan(16_000);
    await choose(world, ['deepgram', 'sarvam']);
    const passedOver = await untilTranscribed(world, await submitSample(world, 'short'));
    expect(passedOver.transcript.stt_provider).toBe('sarvam');
    expect(await vendors.asked('deepgram')).toHaveLength(2);

    await choose(world, ['deepgram']);
    const back = await untilTranscribed(world, first);
    expect(back.transcript.stt_provider).toBe('deepgram');
    expect(await vendors.asked('deepgram')).toHaveLength(3);
    expect(await alerts()).toEqual([
      'deepgram is not asked any more: it has failed again and again',
      'deepgram is asked once, to see whether it is back',
      'deepgram is asked again',
    ]);
    worker = await startWorker(world, 'all', vendors.settings);
  });
});
