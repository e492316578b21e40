import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createSecretBox, saveManifest, sealRawTranscript } from '@callscript/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../src/auth/user.ts';
import { admin, problemOf, secretsKey, startTestApi, type TestApi } from './_api.ts';
import { addBusiness, addCall, addTranscript, segments } from './_data.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ SECRETS_KEY: secretsKey });
  await addBusiness(api.database, '6004');
});
afterAll(() => api[Symbol.asyncDispose]());

const raw = { text: 'my number is 123-45-6789', segments };
const reviewer: User = { email: 'reviewer@example.com', role: 'reviewer', bid: '6004' };
const key = Buffer.from(secretsKey, 'hex');

async function addCallWithRaw(callid: string, sealedWith = key): Promise<string> {
  const sealed = sealRawTranscript(createSecretBox(sealedWith), { bid: '6004', callid }, raw);
  await addCall(api.database, { callid });
  await addTranscript(api.database, { bid: '6004', callid }, { raw_transcript: sealed });
  return sealed;
}

const read = (callid: string, as: User = reviewer) => api.get(`/call-records/6004/${callid}/raw-transcript`, { as });

async function views(callid: string): Promise<unknown> {
  const [rows] = await api.database.pool.query('SELECT actor, action, ip FROM audit_log WHERE object = ?', [
    `6004/${callid}`,
  ]);
  return rows;
}

describe('GET /call-records/:bid/:callid/raw-transcript', () => {
  test('shows what was said before redaction, and writes down who looked, each time', async () => {
    await addCallWithRaw('kept');
    const answer = await read('kept');
    expect([answer.status, answer.body]).toEqual([200, raw]);
    await read('kept', { ...admin, bid: '6004' });
    const view = { action: 'transcript.raw_viewed', ip: '127.0.0.1' };
    expect(await views('kept')).toEqual([
      { actor: reviewer.email, ...view },
      { actor: admin.email, ...view },
    ]);
  });

  test('is for admin and reviewer of the business itself', async () => {
    await addCallWithRaw('closed');
    const others: User[] = [
      admin,
      { email: 'o@example.com', role: 'ops', bid: null },
      ...(['supervisor', 'agent', 'ops'] as const).map((role) => ({ email: 'asha@example.com', role, bid: '6004' })),
    ];
    for (const as of others) expect([as.role, (await read('closed', as)).status]).toEqual([as.role, 403]);
    expect((await read('closed', { ...reviewer, bid: '7001' })).status).toBe(404);
    expect((await api.get('/call-records/6004/closed/raw-transcript')).status).toBe(401);
    expect(await views('closed')).toEqual([]);
  });

  test('is not found where nothing was kept, or there is no call', async () => {
    await addCall(api.database, { callid: 'discarded' });
    await addTranscript(api.database, { bid: '6004', callid: 'discarded' });
    for (const callid of ['discarded', 'nowhere']) {
      const answer = await read(callid);
      expect([answer.status, problemOf(answer).detail]).toEqual([
        404,
        'nothing is kept of this call from before redaction',
      ]);
    }
  });

  test('of an archived call comes from its export, where it is still sealed', async () => {
    const sealed = await addCallWithRaw('cold');
    const transcript = { text: 'my number is', segments, raw_transcript: sealed };
    const call = { bid: '6004', callid: 'cold' };
    const bytes = gzipSync(JSON.stringify({ version: 1, call, transcript, analysis: null, history: [] }));
    await api.archive.put('6004/cold.json.gz', bytes);
    await saveManifest(api.database.db, {
      ...call,
      archive_path: api.archive.url('6004/cold.json.gz'),
      archive_sha256: createHash('sha256').update(bytes).digest('hex'),
      original_call_date: new Date(),
      archive_size_bytes: bytes.byteLength,
    });
    await api.database.pool.query("DELETE FROM transcripts WHERE callid = 'cold'");
    await api.database.pool.query("UPDATE calls SET processing_state = 'archived' WHERE callid = 'cold'");
    expect((await read('cold')).body).toEqual(raw);
    const record = await api.get('/call-records/6004/cold', { as: reviewer });
    expect(record.body).toMatchObject({ transcript: { has_raw: true } });
    expect(JSON.stringify(record.body)).not.toContain(sealed);
  });

  test('that was sealed with another key says so and shows nothing', async () => {
    await addCallWithRaw('foreign', Buffer.alloc(32));
    const answer = await read('foreign');
    expect([answer.status, problemOf(answer).detail]).toEqual([503, expect.stringContaining('another key')]);
    expect(await views('foreign')).toEqual([]);
  });
});

test('without a key the API says that it has none', async () => {
  await using keyless = await startTestApi();
  await addBusiness(keyless.database, '6004');
  const answer = await keyless.get('/call-records/6004/any/raw-transcript', { as: reviewer });
  expect([answer.status, problemOf(answer).title]).toEqual([501, 'Not implemented']);
});
