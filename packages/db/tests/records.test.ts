import type { Analysis, BantFinding, DeadLetterMessage } from '@callscript/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allowResend,
  appendProcessingLog,
  appendSysLog,
  appendWebhookLog,
  beginSending,
  clearHotTier,
  countCallsByState,
  endSending,
  fileDeadLetter,
  findAnalysis,
  findDeadLetter,
  findManifest,
  findTranscript,
  findUserByEmail,
  inTransaction,
  listDeadLetters,
  listHistory,
  markNotified,
  noteLogin,
  pruneSysLogs,
  pruneWebhookLog,
  resolveDeadLetter,
  saveAnalysis,
  saveManifest,
  saveTranscript,
  saveUser,
  type NotificationKey,
} from '../src/index.ts';
import { createTestDatabase, idle, insertCall, noon, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase();
});
afterAll(async () => t[Symbol.asyncDispose]());

const key = { bid: '6004', callid: 'c-1' };
const finding: BantFinding = { status: 'not_discussed', detail: '', evidence: [] };
const analysis: Analysis = {
  quality_score: 87.5,
  verdict: 'flagged',
  parameters: [],
  bant: { need: finding, authority: finding, budget: { ...finding, status: 'likely' }, timeline: finding },
  summary: 'Fragte nach "Preisen" \\ und nach ₹ — ठीक है 🙂',
  coaching_suggestions: ["Let them finish; don't say \u2028 or '\\n'"],
  flags: [],
};
const provenance = {
  vertical: 'general',
  judge: 'rules',
  model: 'rules-1',
  version: 'qa-1',
  inputTokens: 10,
  outputTokens: 20,
  costUsd: 0.000123,
  droppedClaims: 2,
};
const transcript = {
  ...key,
  transcript: 'hello',
  speaker_segments: [{ speaker: 'agent' as const, start: 0, end: 1.5, text: 'ठीक "है" \\ 🙂', words: [] }],
  language: 'en',
  stt_provider: 'parakeet',
  model: 'demo',
  audio_seconds: 12.345,
  processing_meta: { device: 'cpu', nested: { list: [1, null, true] } },
};

describe('results', () => {
  test('come back as they were stored, JSON and scripts of every kind included', async () => {
    await saveTranscript(t.db, transcript);
    expect(await findTranscript(t.db, key)).toMatchObject(transcript);
    await saveAnalysis(t.db, key, analysis, provenance);
    expect(await findAnalysis(t.db, key)).toMatchObject({
      analysis,
      row: { judge: 'rules', cost_usd: 0.000123, dropped_claims: 2, notified_at: null, archived: false },
    });
  });

  test('of a second run replace those of the first', async () => {
    await saveTranscript(t.db, { ...transcript, transcript: 'corrected' });
    await saveAnalysis(t.db, key, { ...analysis, verdict: 'safe', quality_score: null }, provenance);
    expect(await findTranscript(t.db, key)).toMatchObject({ transcript: 'corrected' });
    expect((await findAnalysis(t.db, key))?.analysis).toMatchObject({ verdict: 'safe', quality_score: null });
    for (const table of ['transcripts', 'call_analytics', 'bant_analysis']) {
      expect(await t.query(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual([{ n: 1 }]);
    }
  });

  test('leave their summary behind when the hot tier is cleared', async () => {
    await markNotified(t.db, key);
    await clearHotTier(t.db, key);
    expect(await findTranscript(t.db, key)).toBeUndefined();
    expect(await findAnalysis(t.db, key)).toBeUndefined();
    const rows = await t.query(
      'SELECT summary, verdict, archived, notified_at IS NOT NULL AS notified FROM call_analytics',
    );
    expect(rows).toEqual([{ summary: analysis.summary, verdict: 'safe', archived: 1, notified: 1 }]);
  });

  test('are archived at one place, which a second run corrects', async () => {
    const manifest = {
      ...key,
      archive_path: 'a',
      archive_sha256: 'a'.repeat(64),
      original_call_date: new Date(noon),
      archive_size_bytes: 1,
    };
    await saveManifest(t.db, manifest);
    await saveManifest(t.db, { ...manifest, archive_path: 'b', archive_size_bytes: 5_000_000_000 });
    expect(await findManifest(t.db, key)).toMatchObject({ archive_path: 'b', archive_size_bytes: 5_000_000_000 });
  });
});

describe('beginSending', () => {
  const report: NotificationKey = {
    ...key,
    notification_type: 'agent_report',
    channel: 'email',
    recipient: 'asha@example.com',
  };
  const begin = (recipient: string) => inTransaction(t.db, (tx) => beginSending(tx, { ...report, recipient }, 'm-1'));
  const end = (recipient: string, status: 'sent' | 'failed' | 'uncertain') =>
    endSending(t.db, { ...report, recipient }, status, 'answer');

  test('gives the right to send once', async () => {
    expect(await begin('a@example.com')).toBe('send');
    await end('a@example.com', 'sent');
    expect(await begin('a@example.com')).toBe('sent');
    expect(await begin('b@example.com')).toBe('send');
  });

  test('gives it again after a failure that certainly sent nothing', async () => {
    expect(await begin('c@example.com')).toBe('send');
    await end('c@example.com', 'failed');
    expect(await begin('c@example.com')).toBe('send');
  });

  test('does not repeat what may have been sent, until a person says so', async () => {
    expect(await begin('d@example.com')).toBe('send');
    // The worker was lost here.
    expect(await begin('d@example.com')).toBe('uncertain');
    expect(await begin('d@example.com')).toBe('uncertain');
    await allowResend(t.db, key);
    expect(await begin('d@example.com')).toBe('send');
    await end('d@example.com', 'uncertain');
    expect(await begin('d@example.com')).toBe('uncertain');
    expect(await begin('a@example.com')).toBe('sent');
  });

  test('keeps the last word from a worker that another one has replaced', async () => {
    expect(await begin('f@example.com')).toBe('send');
    expect(await begin('f@example.com')).toBe('uncertain');
    expect(await end('f@example.com', 'failed')).toBe(false);
    expect(await begin('f@example.com')).toBe('uncertain');

    await allowResend(t.db, key);
    expect(await begin('f@example.com')).toBe('send');
    expect(await end('f@example.com', 'sent')).toBe(true);
    expect(await end('f@example.com', 'failed')).toBe(false);
    expect(await begin('f@example.com')).toBe('sent');
  });

  test('lets at most one of two workers send that begin at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => begin('e@example.com')));
    const sends = answers.filter((answer) => answer.status === 'fulfilled' && answer.value === 'send');
    expect(sends).toHaveLength(1);
  });
});

describe('dead letters', () => {
  const letter: DeadLetterMessage = {
    stage: 'transcribe',
    ...key,
    failure: 'permanent',
    error_class: 'not_audio',
    error_message: 'a login page',
    attempts: 1,
    first_failed_at: new Date(noon).toISOString(),
    last_failed_at: new Date(noon + 1).toISOString(),
    message: { ...key, attempt: 1 },
  };

  test('are filed once, however often they are delivered, also at once', async () => {
    const filed = await Promise.all(Array.from({ length: 5 }, () => fileDeadLetter(t.db, 'letter-1', letter)));
    expect(filed.filter(Boolean)).toHaveLength(1);
    const [row] = await listDeadLetters(t.db, { limit: 10 });
    expect(row).toMatchObject({ ...key, status: 'open', message: letter.message, last_failed_at: new Date(noon + 1) });
  });

  test('are told apart by the case of their ids, and by the last character of the longest', async () => {
    const longest = `${'b'.repeat(20)}/${'c'.repeat(100)}/transcribe/4294967295`;
    for (const id of [
      '6004/abc/transcribe/2',
      '6004/ABC/transcribe/2',
      `${longest}1`,
      `${longest}2`,
      'ärger',
      'äрger',
    ]) {
      expect(await fileDeadLetter(t.db, id, letter)).toBe(true);
      expect(await fileDeadLetter(t.db, id, letter)).toBe(false);
    }
  });

  test('keep a body that nobody could read, as text', async () => {
    await fileDeadLetter(t.db, 'letter-text', { ...letter, bid: null, callid: null, message: '<html>' });
    const [row] = await listDeadLetters(t.db, { limit: 1 });
    expect(row).toMatchObject({ bid: null, message: { text: '<html>' } });
  });

  test('are resolved once', async () => {
    const [open] = await listDeadLetters(t.db, { stage: 'transcribe', bid: '6004', status: 'open', limit: 1 });
    const id = open?.id ?? 0;
    const resolve = (status: 'replayed' | 'dropped') =>
      inTransaction(t.db, (tx) => resolveDeadLetter(tx, id, { status, by: 'ops@example.com', reason: 'spam' }));
    expect(await resolve('dropped')).toBe(true);
    expect(await resolve('replayed')).toBe(false);
    expect(await findDeadLetter(t.db, id)).toMatchObject({
      status: 'dropped',
      resolved_by: 'ops@example.com',
      resolved_at: expect.any(Date),
    });
    expect((await listDeadLetters(t.db, { status: 'open', limit: 50 })).map((row) => row.id)).not.toContain(id);
  });
});

describe('logs', () => {
  test('of webhooks are pruned by age, a bounded number at a time', async () => {
    const row = { event_type: 'call.completed', signature_valid: true, queued: true, status_code: 200 };
    const old = { ...row, received_at: new Date(noon) };
    await appendWebhookLog(t.db, [old, old, old, { ...row, received_at: new Date(), payload: { a: [1] } }]);
    await appendWebhookLog(t.db, []);
    const prune = (limit: number) => pruneWebhookLog(t.db, { olderThanMs: 3_600_000, limit });
    expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 1, 0]);
  });

  test('of the system are pruned by age, a bounded number at a time', async () => {
    const row = { source: 'pruned', level: 'info', message: 'm' } as const;
    for (let i = 0; i < 3; i += 1) await appendSysLog(t.db, { ...row, created_at: new Date(noon) });
    await appendSysLog(t.db, row);
    const prune = (limit: number) => pruneSysLogs(t.db, { olderThanMs: 3_600_000, limit });
    expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 1, 0]);
    await t.query("DELETE FROM sys_logs WHERE source = 'pruned'");
  });

  test('tell the history of a call in the order in which it happened', async () => {
    const row = { ...key, worker_id: 'w' };
    await appendProcessingLog(t.db, [
      { ...row, stage: 'received', status: 'success' },
      { ...row, stage: 'securing', status: 'started' },
    ]);
    await appendProcessingLog(t.db, []);
    expect((await listHistory(t.db, key)).map(({ stage }) => stage)).toEqual(['received', 'securing']);
    await appendSysLog(t.db, { source: 'test', level: 'warn', message: 'm', details: { key } });
    expect(await t.query('SELECT source, level, message FROM sys_logs')).toEqual([
      { source: 'test', level: 'warn', message: 'm' },
    ]);
  });

  test('count the calls of a business by state', async () => {
    const row = { bid: 'counted', ...idle };
    await insertCall(t, { bid: 'counted' });
    for (let i = 0; i < 2; i += 1) await insertCall(t, { ...row, processing_state: 'notified' });
    expect(await countCallsByState(t.db, 'counted')).toEqual(
      new Map([
        ['queued', 1],
        ['notified', 2],
      ]),
    );
  });
});

describe('users', () => {
  test('are found by their address in any case, and changed by a second save', async () => {
    const user = {
      email: 'Ops@Example.com',
      name: 'Olga',
      password_hash: '$argon2id$x',
      role: 'ops' as const,
      bid: null,
    };
    await saveUser(t.db, user);
    await saveUser(t.db, { ...user, email: 'ops@example.com', name: 'Olga P.' });
    const found = await findUserByEmail(t.db, 'OPS@example.com');
    expect(found).toMatchObject({ email: 'ops@example.com', name: 'Olga P.', last_login_at: null });
    await noteLogin(t.db, found?.id ?? 0);
    expect((await findUserByEmail(t.db, 'ops@example.com'))?.last_login_at).toBeInstanceOf(Date);
    expect(await findUserByEmail(t.db, 'nobody@example.com')).toBeUndefined();
  });
});
