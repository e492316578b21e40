import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './_sandbox.ts';
import { silentWav } from './_wav.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({ SANDBOX_SARVAM_JOB_MS: '300' });
});
afterAll(() => sandbox[Symbol.asyncDispose]());
afterEach(() => sandbox.get('/faults', { method: 'DELETE' }));

const jobs = '/sarvam/speech-to-text/job/v1';
const key = { 'api-subscription-key': 'k' };

async function post(path: string, body: object, headers: Record<string, string> = key) {
  const json = { 'content-type': 'application/json', ...headers };
  const response = await sandbox.get(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function createJob(parameters: object = {}): Promise<string> {
  const { status, body } = await post(jobs, { job_parameters: { model: 'saaras:v3', ...parameters } });
  expect(status).toBe(202);
  expect(body).toMatchObject({ job_state: 'Accepted', storage_container_type: 'Azure' });
  return String(body['job_id']);
}

async function addressOf(operation: 'upload' | 'download', jobId: string, name: string): Promise<string> {
  const { body } = await post(`${jobs}/${operation}-files`, { job_id: jobId, files: [name] });
  const urls = body[`${operation}_urls`] as Record<string, { file_url: string }>;
  return urls[name]?.file_url ?? '';
}

async function upload(jobId: string, file = silentWav(60), headers: object = { 'x-ms-blob-type': 'BlockBlob' }) {
  const url = await addressOf('upload', jobId, 'recording.wav');
  const init = { method: 'PUT', headers: { 'content-type': 'audio/wav', ...headers }, body: new Uint8Array(file) };
  return await fetch(url, init);
}

async function start(jobId: string) {
  return await sandbox.get(`${jobs}/${jobId}/start`, { method: 'POST', headers: key });
}

async function statusOf(jobId: string) {
  const response = await sandbox.get(`${jobs}/${jobId}/status`, { headers: key });
  return (await response.json()) as { job_state: string; job_details: { outputs: { file_name: string }[] }[] };
}

async function statesUntil(jobId: string, last: string): Promise<string[]> {
  const states = [(await statusOf(jobId)).job_state];
  while (states.at(-1) !== last) {
    await sleep(20);
    const { job_state } = await statusOf(jobId);
    if (job_state !== states.at(-1)) states.push(job_state);
  }
  return states;
}

describe('a job', () => {
  test('goes from Accepted to Completed, and its file says who spoke', async () => {
    const jobId = await createJob({ with_diarization: true, with_timestamps: true });
    expect((await upload(jobId)).status).toBe(201);
    expect((await statusOf(jobId)).job_state).toBe('Accepted');
    expect((await start(jobId)).status).toBe(200);
    expect(await statesUntil(jobId, 'Completed')).toEqual(['Pending', 'Running', 'Completed']);
    expect((await statusOf(jobId)).job_details[0]?.outputs[0]?.file_name).toBe('0.json');
    const output = await (await fetch(await addressOf('download', jobId, '0.json'))).json();
    expect(output).toMatchObject({
      language_code: 'en-IN',
      timestamps: { words: expect.arrayContaining([expect.stringContaining('thank you')]) },
      diarized_transcript: { entries: expect.arrayContaining([expect.objectContaining({ speaker_id: 'SPEAKER_01' })]) },
    });
  });

  test('cannot be started without a file, or twice', async () => {
    const jobId = await createJob();
    expect((await start(jobId)).status).toBe(400);
    await upload(jobId);
    expect([(await start(jobId)).status, (await start(jobId)).status]).toEqual([200, 400]);
  });

  test('is nobody else’s', async () => {
    const jobId = await createJob();
    const headers = { 'api-subscription-key': 'another' };
    expect((await sandbox.get(`${jobs}/${jobId}/status`, { headers })).status).toBe(404);
  });

  test('takes its file only as a block blob, at an address it has given out', async () => {
    const jobId = await createJob();
    expect((await upload(jobId, silentWav(1), {})).status).toBe(400);
    const lapsed = await addressOf('upload', jobId, 'recording.wav');
    await addressOf('upload', jobId, 'recording.wav');
    const put = { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'x' };
    expect((await fetch(lapsed, put)).status).toBe(403);
  });

  test.each([
    ['failed_file', 'Completed', { failed_files_count: 1, job_details: [{ state: 'Internal Server Error' }] }],
    ['failed_job', 'Failed', { error_message: 'The job failed.' }],
    ['unknown_state', 'PartiallyCompleted', { successful_files_count: 1 }],
    ['missing_output', 'Completed', { job_details: [{ outputs: [{ file_name: 'lost-0.json' }] }] }],
  ])('that is to end as %s does', async (kind, state, expected) => {
    await sandbox.post('/faults', { vendor: 'sarvam', operation: 'start_job', kind });
    const jobId = await createJob();
    await upload(jobId);
    await start(jobId);
    await statesUntil(jobId, state);
    expect(await statusOf(jobId)).toMatchObject(expected);
  });
});

describe('a clip', () => {
  function recognize(file: Buffer, fields: Record<string, string> = {}, headers: Record<string, string> = key) {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(file)], { type: 'audio/wav' }), 'recording.wav');
    for (const [name, value] of Object.entries({ model: 'saaras:v3', ...fields })) form.set(name, value);
    return sandbox.get('/sarvam/speech-to-text', { method: 'POST', headers, body: form });
  }

  test('is answered at once, in phrases', async () => {
    const answer = await (await recognize(silentWav(20), { with_timestamps: 'true', language_code: 'hi-IN' })).json();
    expect(answer).toMatchObject({ language_code: 'hi-IN', transcript: expect.any(String), diarized_transcript: null });
    const { timestamps } = answer as { timestamps: { words: string[]; start_time_seconds: number[] } };
    expect(timestamps.words).toHaveLength(timestamps.start_time_seconds.length);
  });

  test.each([
    ['of more than 30 s', () => recognize(silentWav(31)), 400, 'invalid_request_error'],
    ['without a key', () => recognize(silentWav(1), {}, {}), 403, 'invalid_api_key_error'],
    ['with key terms for v3', () => recognize(silentWav(1), { keyterms: '["a"]' }), 422, 'unprocessable_entity_error'],
    [
      'in no language of India',
      () => recognize(silentWav(1), { language_code: 'fr-FR' }),
      422,
      'unprocessable_entity_error',
    ],
  ])('%s is refused', async (_what, send, status, code) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
  });

  test('is refused for want of credit or for haste, with one status and two codes', async () => {
    for (const code of ['insufficient_quota_error', 'rate_limit_exceeded_error']) {
      await sandbox.post('/faults', { vendor: 'sarvam', operation: 'clip', kind: 'status', status: 429, code });
      const response = await recognize(silentWav(1));
      expect([response.status, await response.json()]).toMatchObject([429, { error: { code } }]);
    }
  });
});
