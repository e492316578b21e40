import type { CallRecord, Segment } from '@callscript/contracts';
import { createSecretBox, findTranscript, openRawTranscript, sealRawTranscript } from '@callscript/db';
import { createBroker, queueName } from '@callscript/messaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../src/auth/user.ts';
import { admin, problemOf, secretsKey, startTestApi, supervisor, type TestApi } from './_api.ts';
import { addAnalysis, addBusiness, addCall, addTranscript } from './_data.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ SECRETS_KEY: secretsKey });
  await addBusiness(api.database, '6004');
  await addBusiness(api.database, '7001');
});
afterAll(() => api[Symbol.asyncDispose]());

const box = createSecretBox(Buffer.from(secretsKey, 'hex'));
const reviewer: User = { email: 'reviewer@example.com', role: 'reviewer', bid: '6004' };

function segment(speaker: Segment['speaker'], voice: number, start: number): Segment {
  return { speaker, voice, start, end: start + 1, text: 'hello', words: [{ word: 'hello', start, end: start + 1 }] };
}
const segments = [segment('agent', 0, 0), segment('customer', 1, 2)];
const redactions = [{ kind: 'ssn' as const, speaker: 'customer' as const, start: 2, end: 2.5 }];

async function addAnalysedCall(callid: string, columns: Parameters<typeof addTranscript>[2] = {}): Promise<void> {
  const key = { bid: '6004', callid };
  await addCall(api.database, { callid });
  await addTranscript(api.database, key, { speaker_segments: segments, redactions, ...columns });
  await addAnalysis(api.database, key);
}

const post = (callid: string, body: unknown, as: User = supervisor, headers: Record<string, string> = {}) =>
  api.post(`/call-records/6004/${callid}/speakers`, body, { as, headers });
const swap = (callid: string, as?: User, headers?: Record<string, string>) => post(callid, { swap: true }, as, headers);
const read = async (callid: string) => await api.get(`/call-records/6004/${callid}`, { as: supervisor });
const speakersOf = (record: CallRecord) => record.transcript?.segments.map(({ speaker }) => speaker);

async function query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const [rows] = await api.database.pool.query(sql, values);
  return rows as Record<string, unknown>[];
}

describe('POST /call-records/:bid/:callid/speakers', () => {
  test('swaps the speakers of transcript and redactions, and makes the call due for another analysis', async () => {
    await addAnalysedCall('swapped');
    const answer = await swap('swapped');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('etag')).toMatch(/^W\//);
    const record = answer.body as CallRecord;
    expect(record).toEqual((await read('swapped')).body);
    expect(record.processing_state).toBe('transcribed');
    expect(speakersOf(record)).toEqual(['customer', 'agent']);
    expect(record.transcript).toMatchObject({
      roles: { source: 'person', confidence: 1 },
      redactions: [{ kind: 'ssn', speaker: 'agent', start: 2, end: 2.5 }],
    });
    expect(record.history.at(-1)).toMatchObject({ stage: 'replayed', worker_id: supervisor.email });
    expect(await query("SELECT stage, attempts, version FROM calls WHERE callid = 'swapped'")).toEqual([
      { stage: 'analyze', attempts: 0, version: 1 },
    ]);
  });

  test('publishes the permit for it', async () => {
    await addAnalysedCall('announced');
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    await using broker = createBroker({ url: api.brokerUrl, connectionName: 'test', logger });
    await broker.whenReady(AbortSignal.timeout(20_000));
    const before = await broker.checkQueue(queueName('analyze'));
    await swap('announced');
    expect((await broker.checkQueue(queueName('analyze'))).messageCount).toBe(before.messageCount + 1);
  });

  test('gives each voice its speaker where nobody was known', async () => {
    const unknown = [segment('unknown', 0, 0), segment('unknown', 1, 2)];
    await addAnalysedCall('voices', { speaker_segments: unknown, redactions: [] });
    const answer = await post('voices', { voices: ['customer', 'agent'] }, reviewer);
    expect(speakersOf(answer.body as CallRecord)).toEqual(['customer', 'agent']);
  });

  test('changes what was said before redaction with it, and keeps that sealed', async () => {
    const key = { bid: '6004', callid: 'sealed' };
    const raw = { text: 'my number is one two', segments };
    await addAnalysedCall('sealed', { raw_transcript: sealRawTranscript(box, key, raw) });
    expect(((await swap('sealed')).body as CallRecord).transcript?.has_raw).toBe(true);
    const row = await findTranscript(api.database.db, key);
    const opened = openRawTranscript(box, key, row?.raw_transcript ?? '');
    expect(opened.segments.map(({ speaker }) => speaker)).toEqual(['customer', 'agent']);
  });

  test('writes who did it, and how it was before', async () => {
    await addAnalysedCall('audited');
    await swap('audited', admin);
    const rows = await query("SELECT actor, action, bid, details FROM audit_log WHERE object = '6004/audited'");
    expect(rows).toEqual([
      { actor: admin.email, action: 'call.speakers_changed', bid: '6004', details: expect.anything() },
    ]);
    const { details } = rows[0] ?? {};
    // One server hands JSON back as text, the other as a value.
    expect(typeof details === 'string' ? JSON.parse(details) : details).toEqual({
      change: { kind: 'swap' },
      before: { source: 'content', confidence: 0.93 },
    });
  });

  test('of many at once is done once, and the others are told to try again', async () => {
    await addAnalysedCall('contested');
    const answers = await Promise.all(Array.from({ length: 6 }, () => swap('contested')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.headers.get('retry-after')).toBe('10');
    expect(speakersOf((await read('contested')).body as CallRecord)).toEqual(['customer', 'agent']);
    expect(await query("SELECT id FROM audit_log WHERE object = '6004/contested'")).toHaveLength(1);
  });

  test('is refused where the call is not the one that was read', async () => {
    await addAnalysedCall('matched');
    const etag = (await read('matched')).headers.get('etag') ?? '';
    expect((await swap('matched', supervisor, { 'if-match': 'W/"7-abc"' })).status).toBe(412);
    expect((await swap('matched', supervisor, { 'if-match': etag })).status).toBe(202);
  });

  test.each([
    ['transcribed', /being worked on/],
    ['analyzing', /being worked on/],
    ['queued', /being worked on/],
    ['failed_analysis', /being worked on/],
    ['skipped', /skipped cannot be analysed again/],
    ['archived', /archived cannot be analysed again/],
  ] as const)('is refused for a call that is %s', async (state, reason) => {
    await addCall(api.database, { callid: `state-${state}`, state });
    const answer = await swap(`state-${state}`);
    expect(answer.status).toBe(409);
    expect(problemOf(answer).detail).toMatch(reason);
  });

  test('waits for a worker that holds the call, and leaves everything as it is', async () => {
    await addAnalysedCall('held');
    const held = "stage = 'notify', processing_state = 'analyzed', lease_owner = 'w', lease_until = '2099-01-01'";
    await query(`UPDATE calls SET ${held} WHERE callid = 'held'`);
    const before = (await read('held')).body;
    expect((await swap('held')).status).toBe(409);
    expect((await read('held')).body).toEqual(before);
  });

  test('is refused with the reason where nobody is known, or a voice is left out, or there is no transcript', async () => {
    await addAnalysedCall('one-voice', { speaker_segments: [segment('unknown', 0, 0)] });
    const lone = await swap('one-voice');
    expect([lone.status, problemOf(lone).detail]).toEqual([409, expect.stringContaining('nobody to swap')]);
    await addAnalysedCall('two-voices');
    const short = await post('two-voices', { voices: ['agent'] });
    expect([short.status, problemOf(short).detail]).toEqual([409, expect.stringContaining('has 2 voices')]);
    await addCall(api.database, { callid: 'wordless' });
    expect((await swap('wordless')).status).toBe(409);
  });

  test('names the fields of a body that is not right', async () => {
    await addAnalysedCall('malformed');
    const bodies = [{}, { swap: false }, { swap: true, voices: ['agent'] }, { voices: [] }, { voices: ['boss'] }, []];
    for (const body of bodies) {
      const answer = await post('malformed', body);
      expect([body, answer.status]).toEqual([body, 422]);
      expect(problemOf(answer).errors).not.toEqual([]);
    }
    expect((await post('malformed', { voices: ['boss'] })).body).toMatchObject({ errors: [{ field: 'voices.0' }] });
    expect((await post('malformed', { swap: true, text: 'x'.repeat(9000) })).status).toBe(413);
  });

  test('is for admin, supervisor and reviewer, of the own business alone', async () => {
    await addAnalysedCall('guarded');
    for (const role of ['agent', 'ops'] as const) {
      const email = 'asha@example.com';
      expect([role, (await swap('guarded', { email, role, bid: '6004' })).status]).toEqual([role, 403]);
    }
    const outsider = await swap('guarded', { ...supervisor, bid: '7001' });
    expect([outsider.status, problemOf(outsider).detail]).toEqual([404, 'there is no such business']);
    expect((await swap('nowhere')).status).toBe(404);
    expect((await api.post('/call-records/6004/guarded/speakers', { swap: true })).status).toBe(401);
    expect(speakersOf((await read('guarded')).body as CallRecord)).toEqual(['agent', 'customer']);
  });

  test('changes nothing where the transcript before redaction cannot be changed', async () => {
    await addAnalysedCall('keyless', {
      raw_transcript: createSecretBox(Buffer.alloc(32)).seal('{}', 'transcript:6004/keyless'),
    });
    const before = (await read('keyless')).body;
    const answer = await swap('keyless');
    expect(answer.status).toBe(503);
    expect((await read('keyless')).body).toEqual(before);
  });
});
