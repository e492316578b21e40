import { readFile } from 'node:fs/promises';
import { listSampleCalls } from '@callscript/samples';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './_sandbox.ts';
import { silentWav } from './_wav.ts';

let sandbox: TestSandbox;
const samples = await listSampleCalls();
beforeAll(async () => {
  sandbox = await startTestSandbox({}, [], samples);
});
afterAll(() => sandbox[Symbol.asyncDispose]());
afterEach(() => sandbox.get('/faults', { method: 'DELETE' }));

function listen(query: string, body: Buffer, key = 'Token k') {
  const headers = { authorization: key, 'content-type': 'audio/wav' };
  return sandbox.get(`/deepgram/v1/listen?${query}`, { method: 'POST', headers, body: new Uint8Array(body) });
}

type Answer = {
  metadata: { duration: number; channels: number; sha256: string };
  results: {
    channels: { detected_language?: string; alternatives: { transcript: string; words: object[] }[] }[];
    utterances?: { channel: number; speaker?: number; transcript: string }[];
  };
};
async function heard(query: string, body: Buffer): Promise<Answer> {
  const response = await listen(query, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

describe('a recording that the sandbox knows', () => {
  const sample = samples.find(({ name }) => name === 'presales-weak');

  test('is heard as it was said, each party on its channel', async () => {
    const file = await readFile(sample?.recordingPath ?? '');
    const { metadata, results } = await heard('model=nova-3&multichannel=true&punctuate=true&utterances=true', file);
    expect(metadata.channels).toBe(2);
    expect(metadata.duration).toBeCloseTo(sample?.durationSeconds ?? 0, 1);
    const agent = sample?.turns.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text);
    const plain = (text: string) => text.toLowerCase().replaceAll(/[,.?]/g, '');
    expect(plain(results.channels[0]?.alternatives[0]?.transcript ?? '')).toBe(plain(agent?.join(' ') ?? ''));
    expect(results.utterances).toHaveLength(sample?.turns.length ?? 0);
  });

  test('is one channel with two speakers when it is asked for so', async () => {
    const file = await readFile(sample?.recordingPath ?? '');
    const { results } = await heard('model=nova-3&diarize_model=latest', file);
    expect(results.channels).toHaveLength(1);
    const words = results.channels[0]?.alternatives[0]?.words as { speaker: number }[];
    expect(new Set(words.map(({ speaker }) => speaker))).toEqual(new Set([0, 1]));
  });
});

test('any other recording is filled with talk, in order', async () => {
  const { metadata, results } = await heard('model=nova-3&detect_language=true', silentWav(20));
  expect(metadata.duration).toBe(20);
  expect(results.channels[0]).toMatchObject({ detected_language: 'en' });
  expect(results.channels[0]?.alternatives[0]?.words.length).toBeGreaterThan(20);
});

test.each([
  ['no key', 'model=nova-3', silentWav(1), '', 401, 'INVALID_AUTH'],
  ['a key it does not know', 'model=nova-3', silentWav(1), 'Token invalid-1', 401, 'INVALID_AUTH'],
  ['the wrong scheme', 'model=nova-3', silentWav(1), 'Bearer k', 401, 'INVALID_AUTH'],
  ['an unknown model', 'model=nova-99x', silentWav(1), 'Token k', 400, 'INVALID_QUERY_PARAMETER'],
  ['key terms for an old model', 'model=nova-2&keyterm=a', silentWav(1), 'Token k', 400, 'INVALID_QUERY_PARAMETER'],
  ['what is no audio', 'model=nova-3', Buffer.from('<html>'), 'Token k', 400, 'Bad Request'],
])('%s is refused', async (_what, query, body, key, status, code) => {
  const response = await listen(query, body, key);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ err_code: code, request_id: expect.any(String) });
});

describe('a fault', () => {
  test('meets as many requests as it says, and then no more', async () => {
    const fault = { vendor: 'deepgram', kind: 'status', status: 429, retryAfterSeconds: 7, times: 2 };
    expect((await sandbox.post('/faults', fault)).status).toBe(201);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await listen('model=nova-3', silentWav(1))).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  test('meets one key alone, and never tells which', async () => {
    await sandbox.post('/faults', { vendor: 'deepgram', kind: 'status', status: 402, apiKey: 'poor' });
    expect(await (await sandbox.get('/faults')).text()).not.toContain('poor');
    expect((await listen('model=nova-3', silentWav(1))).status).toBe(200);
    expect((await listen('model=nova-3', silentWav(1), 'Token poor')).status).toBe(402);
  });

  test.each(['code', 'category', 'text'])('is told in the shape "%s"', async (shape) => {
    await sandbox.post('/faults', { vendor: 'deepgram', kind: 'status', status: 503, shape });
    const text = await (await listen('model=nova-3', silentWav(1))).text();
    expect(text).toMatch(
      { code: /"err_code"/, category: /"category"/, text: /^Service Unavailable$/ }[shape] ?? /never/,
    );
  });

  test.each(['cut', 'half', 'lost_answer'])('"%s" breaks the connection', async (kind) => {
    await sandbox.post('/faults', { vendor: 'deepgram', kind });
    await expect(listen('model=nova-3', silentWav(1)).then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/,
    );
  });

  test.each([
    [{ vendor: 'deepgram', kind: 'status' }],
    [{ vendor: 'deepgram', kind: 'status', status: 429, operation: 'poll' }],
    [{ vendor: 'deepgram', kind: 'failed_job', operation: 'start_job' }],
    [{ vendor: 'sarvam', kind: 'failed_job', operation: 'status' }],
    [{ vendor: 'acme', kind: 'cut' }],
  ])('that makes no sense is refused: %o', async (fault) => {
    expect((await sandbox.post('/faults', fault)).status).toBe(422);
  });
});

test('requests are listed with what they asked for, without their keys', async () => {
  await sandbox.get('/deepgram/requests', { method: 'DELETE' });
  await listen('model=nova-3&keyterm=Northwind&keyterm=Acme', silentWav(1), 'Token secret-key');
  const text = await (await sandbox.get('/deepgram/requests')).text();
  expect(JSON.parse(text)).toMatchObject({
    requests: [{ vendor: 'deepgram', operation: 'listen', asked: { model: 'nova-3', keyterm: ['Northwind', 'Acme'] } }],
  });
  expect(text).not.toContain('secret-key');
});
