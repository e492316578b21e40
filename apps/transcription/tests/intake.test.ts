import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveRecordings, wavFile } from '../src/intake/_recording-server.ts';
import { bid, createWorld, startWorker, submitCall, untilGivenUp, untilHandedOn, type World } from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld('transcribe', 'recognize');
});
afterAll(() => world[Symbol.asyncDispose]());

const recording = wavFile(20_000);
const answer =
  (status: number, body: string | Buffer, type = 'audio/wav'): RequestListener =>
  (_req, res) =>
    void res.writeHead(status, { 'content-type': type }).end(body);

describe('intake', () => {
  test('copies the recording into the vault and hands the call on to the engine', async () => {
    await using source = await serveRecordings(answer(200, recording));
    await using _ = await startWorker(world, 'intake', { RECORDING_ALLOWED_HOSTS: source.host });
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav?signature=abc` });

    const { call, permit } = await untilHandedOn(world, submitted);

    const key = `${bid}/2026/03/${call.callid}.wav`;
    expect(call).toMatchObject({
      processing_state: 'queued',
      stage: 'recognize',
      attempts: 0,
      storage_path: world.vault.url(key),
      storage_sha256: createHash('sha256').update(recording).digest('hex'),
      storage_bytes: recording.length,
      error_class: null,
    });
    expect(await world.vault.getBuffer(key, { maxBytes: 100_000 })).toEqual(recording);
    expect(permit).toMatchObject({ bid, storage_path: call.storage_path, attempt: 1 });
  });

  test('waits for a late recording without spending attempts on it', async () => {
    // More misses than there are attempts.
    const missing = answer(404, 'not yet', 'text/plain');
    const answers = [missing, answer(200, ''), missing, missing, answer(200, recording)];
    await using source = await serveRecordings((req, res) => answers.shift()?.(req, res));
    await using _ = await startWorker(world, 'intake', { RECORDING_ALLOWED_HOSTS: source.host });
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav` });

    const { call } = await untilHandedOn(world, submitted);

    expect(call).toMatchObject({ stage: 'recognize', attempts: 0 });
    expect(answers).toHaveLength(0);
  });

  test('gives up a recording that never comes after three tries', async () => {
    await using source = await serveRecordings(answer(404, 'no', 'text/plain'));
    const settings = { RECORDING_ALLOWED_HOSTS: source.host, RECORDING_GRACE_MS: '0' };
    await using _ = await startWorker(world, 'intake', settings);
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav` });

    const { call, letter } = await untilGivenUp(world, submitted);

    expect(call).toMatchObject({ processing_state: 'failed_stt', stage: null, attempts: 3, storage_path: null });
    expect(letter).toMatchObject({ stage: 'transcribe', failure: 'exhausted', error_class: 'not_found', attempts: 3 });
  });

  test.each([
    [
      'a login page',
      answer(200, '<!doctype html><title>Sign in</title>', 'audio/wav'),
      'not_audio',
      /web page, perhaps a login page/,
    ],
    [
      'a demand for a login',
      answer(401, 'who are you?'),
      'login_required',
      /answered 401: the recording needs a login/,
    ],
    ['an error in JSON', answer(200, '{"error":"expired"}'), 'not_audio', /a JSON document, not a recording/],
    ['far too much', answer(200, wavFile(200_000)), 'too_large', /larger than 100000 bytes/],
  ])('gives up at once what answers with %s, in words for a person', async (_what, listener, code, words) => {
    await using source = await serveRecordings(listener);
    const settings = { RECORDING_ALLOWED_HOSTS: source.host, RECORDING_MAX_BYTES: '100000' };
    await using _ = await startWorker(world, 'intake', settings);
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav?signature=abc` });

    const { call, letter } = await untilGivenUp(world, submitted);

    expect(call).toMatchObject({ processing_state: 'failed_stt', failed_stage: 'transcribe', attempts: 1 });
    expect(letter).toMatchObject({
      failure: 'permanent',
      error_class: code,
      error_message: expect.stringMatching(words),
    });
    expect(letter.error_message).not.toContain('signature');
    expect(await world.vault.head(`${bid}/2026/03/${call.callid}.wav`)).toBeUndefined();
  });

  test('refuses a private address without connecting to it', async () => {
    await using source = await serveRecordings(answer(200, recording));
    await using _ = await startWorker(world, 'intake');
    const submitted = await submitCall(world, { recording_url: `http://${source.host}/1.wav` });

    const { call, letter } = await untilGivenUp(world, submitted);

    expect(call).toMatchObject({ processing_state: 'failed_stt', attempts: 1 });
    expect(letter).toMatchObject({
      failure: 'permanent',
      error_class: 'forbidden_address',
      error_message: expect.stringContaining('127.0.0.1 is in a private or reserved network'),
    });
    expect(source.connections()).toBe(0);
  });

  test('gives up a call without a recording', async () => {
    await using _ = await startWorker(world, 'intake');
    const submitted = await submitCall(world);

    expect((await untilGivenUp(world, submitted)).letter).toMatchObject({
      failure: 'permanent',
      error_class: 'no_recording',
    });
  });
});
