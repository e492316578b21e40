import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { callRecordSchema, type ArchivedCall, type CallRecord } from '@callscript/contracts';
import { appendProcessingLog, clearHotTier, inTransaction, saveManifest } from '@callscript/db';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, startTestApi, supervisor, type TestApi } from './_api.ts';
import {
  addAnalysis,
  addBusiness,
  addCall,
  addTranscript,
  analysis,
  metrics,
  recordedTranscript,
  segments,
} from './_data.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
});
afterAll(() => api[Symbol.asyncDispose]());

function read(callid: string, headers: Record<string, string> = {}) {
  return api.get(`/call-records/6004/${callid}`, { as: supervisor, headers });
}

const { verdict: _verdict, ...shownAnalysis } = analysis;

async function addFinishedCall(callid: string): Promise<void> {
  await addCall(api.database, { callid });
  await addTranscript(api.database, { bid: '6004', callid });
  await addAnalysis(api.database, { bid: '6004', callid });
  await appendProcessingLog(api.database.db, [
    { bid: '6004', callid, stage: 'received', status: 'success', worker_id: 'gateway' },
    {
      bid: '6004',
      callid,
      stage: 'transcribing',
      status: 'failed',
      worker_id: 'engine-1',
      duration_ms: 120,
      attempt: 2,
      error_message: 'the engine stopped',
    },
  ]);
}

describe('GET /call-records/:bid/:callid', () => {
  test('shows all that is known of a call, and nothing beside', async () => {
    await addFinishedCall('whole');
    const { status, body } = await read('whole');
    expect(status).toBe(200);
    expect(body).toEqual(callRecordSchema.parse(body));
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(body).toEqual({
      bid: '6004',
      callid: 'whole',
      processing_state: 'notified',
      skip_reason: null,
      verdict: 'flagged',
      quality_score: 72.5,
      duration_seconds: 42,
      direction: 'inbound',
      group_name: 'North',
      customer_phone: '+1 202-555-0102',
      call_starttime: '2026-05-01T09:00:00.000Z',
      agent: { id: 'A7', name: 'Asha Rao', email: 'asha@example.com', phone: '+1 202-555-0101' },
      vertical: 'medicare',
      archived: false,
      transcript: recordedTranscript,
      analysis: shownAnalysis,
      metrics,
      history: [
        {
          stage: 'received',
          status: 'success',
          worker_id: 'gateway',
          duration_ms: null,
          attempt: 1,
          error_message: null,
          created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        },
        {
          stage: 'transcribing',
          status: 'failed',
          worker_id: 'engine-1',
          duration_ms: 120,
          attempt: 2,
          error_message: 'the engine stopped',
          created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ],
    });
  });

  test('is null where a stage has not run', async () => {
    await addCall(api.database, { callid: 'fresh', state: 'queued' });
    expect((await read('fresh')).body).toMatchObject({
      processing_state: 'queued',
      verdict: null,
      quality_score: null,
      vertical: 'aca',
      transcript: null,
      analysis: null,
      metrics: null,
      history: [],
    });
    await addCall(api.database, { callid: 'half', state: 'transcribed' });
    await addTranscript(api.database, { bid: '6004', callid: 'half' });
    expect((await read('half')).body).toMatchObject({ transcript: { segments }, analysis: null, verdict: null });
  });

  test('answers a call that does not exist with 404', async () => {
    const answer = await read('nowhere');
    expect(answer.status).toBe(404);
    expect(problemOf(answer).title).toBe('Not found');
  });

  test('answers 304 to those who have it already, until it changes', async () => {
    await addFinishedCall('tagged');
    const etag = (await read('tagged')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const unchanged = await read('tagged', { 'if-none-match': `"other", ${etag}` });
    expect([unchanged.status, unchanged.body, unchanged.headers.get('etag')]).toEqual([304, null, etag]);
    await api.database.pool.query("UPDATE calls SET version = version + 1 WHERE callid = 'tagged'");
    expect((await read('tagged', { 'if-none-match': etag })).status).toBe(200);
  });

  test('tells nothing by 304 to those who may not read it', async () => {
    await addFinishedCall('private');
    const etag = (await read('private')).headers.get('etag') ?? '';
    for (const as of [
      { email: 'lena@example.com', role: 'supervisor', bid: '7001' },
      { email: 'ravi@example.com', role: 'agent', bid: '6004' },
    ] as const) {
      const answer = await api.get('/call-records/6004/private', { as, headers: { 'if-none-match': etag } });
      expect(answer.status).toBe(404);
    }
  });
});

describe('an archived call', () => {
  /** What the archive app does. */
  async function archive(callid: string, changes: { exported?: object; sha256?: string } = {}): Promise<string> {
    const key = { bid: '6004', callid };
    const hot = (await read(callid)).body as CallRecord;
    const exported: ArchivedCall = {
      version: 1,
      call: key,
      transcript: hot.transcript,
      analysis,
      metrics: hot.metrics,
      history: hot.history,
    };
    const bytes = gzipSync(JSON.stringify({ ...exported, ...changes.exported }));
    const objectKey = `6004/${callid}.json.gz`;
    await api.archive.put(objectKey, bytes);
    await inTransaction(api.database.db, async (tx) => {
      await saveManifest(tx, {
        ...key,
        archive_path: api.archive.url(objectKey),
        archive_sha256: changes.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
        original_call_date: new Date(hot.call_starttime),
        archive_size_bytes: bytes.byteLength,
      });
      await clearHotTier(tx, key);
      await tx.execute(sql`UPDATE calls SET processing_state = 'archived' WHERE callid = ${callid}`);
    });
    return fileURLToPath(api.archive.url(objectKey));
  }

  const unavailable = [503, 'this call is archived, and its export cannot be read right now', '5'];

  async function readProblem(callid: string): Promise<unknown[]> {
    const answer = await read(callid);
    return [answer.status, problemOf(answer).detail, answer.headers.get('retry-after')];
  }

  test('reads as it did before', async () => {
    await addFinishedCall('cold');
    const before = (await read('cold')).body as CallRecord;
    await archive('cold');
    expect((await read('cold')).body).toEqual({ ...before, processing_state: 'archived', archived: true });
  });

  test('reads from an export of before roles, redaction and metrics, with null for them', async () => {
    await addFinishedCall('ancient');
    await archive('ancient', {
      exported: { transcript: { text: 'coverage is guaranteed', segments }, metrics: undefined },
    });
    const { transcript, metrics: figures } = (await read('ancient')).body as CallRecord;
    expect(transcript).toEqual({
      text: 'coverage is guaranteed',
      segments,
      roles: null,
      corrections: null,
      redactions: null,
      has_raw: false,
      recognition: null,
    });
    expect(figures).toBeNull();
  });

  test('never looks empty to those who read it while it is archived', async () => {
    for (let i = 0; i < 10; i += 1) {
      const callid = `moving-${i}`;
      await addFinishedCall(callid);
      const archived = archive(callid);
      const seen: unknown[] = [];
      const readers = Array.from({ length: 4 }, async () => {
        for (let state = ''; state !== 'archived';) {
          const record = (await read(callid)).body as CallRecord;
          state = record.processing_state;
          seen.push({ transcript: record.transcript, analysis: record.analysis });
        }
      });
      await Promise.all([archived, ...readers]);
      const whole = { transcript: recordedTranscript, analysis: shownAnalysis };
      expect(seen).toEqual(seen.map(() => whole));
    }
  });

  test('shows its history from the export when the log is gone', async () => {
    await addFinishedCall('logless');
    const before = (await read('logless')).body as CallRecord;
    await archive('logless');
    await api.database.pool.query("DELETE FROM pcaa_processing_log WHERE callid = 'logless'");
    expect((await read('logless')).body).toMatchObject({ history: before.history });
  });

  test('is unavailable, not empty, when its export is missing, damaged or cut short', async () => {
    await addFinishedCall('lost');
    await rm(await archive('lost'));
    expect(await readProblem('lost')).toEqual(unavailable);

    await addFinishedCall('damaged');
    await writeFile(await archive('damaged'), 'not a gzip file');
    expect(await readProblem('damaged')).toEqual(unavailable);
  });

  test("is unavailable when its export is another version, another call's, or not the archived bytes", async () => {
    const exports = {
      future: { exported: { version: 2 } },
      swapped: { exported: { call: { bid: '7001', callid: 'swapped' } } },
      altered: { sha256: '0'.repeat(64) },
    };
    for (const [callid, changes] of Object.entries(exports)) {
      await addFinishedCall(callid);
      await archive(callid, changes);
      expect(await readProblem(callid)).toEqual(unavailable);
    }
  });

  test('is unavailable when nothing says where its export is', async () => {
    await addCall(api.database, { callid: 'unlisted', state: 'archived' });
    expect(await readProblem('unlisted')).toEqual(unavailable);
  });
});
