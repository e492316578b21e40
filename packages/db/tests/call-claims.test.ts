import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  claimCall,
  countDueCalls,
  findTranscript,
  inTransaction,
  LeaseLostError,
  listHistory,
  listOwedDeadLetters,
  lockExpiredClaims,
  markArchiveDue,
  markDeadLettered,
  queueReceivedCalls,
  renewLease,
  reviveCall,
  saveTranscript,
  settleFailure,
  settleRelease,
  settleRetry,
  settleSuccess,
  type Claim,
  type Transaction,
} from '../src/index.ts';
import {
  claim,
  createTestDatabase,
  dueAt,
  dueCall,
  getCall,
  idle,
  insertCall,
  insertRows,
  mustClaim,
  noon,
  type TestDatabase,
} from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase({ connectionLimit: 12 });
});
afterAll(async () => t[Symbol.asyncDispose]());
beforeEach(async () => {
  await t.query('DELETE FROM calls');
});

const minute = 60_000;
const startedAt = (minutes: number): { call_starttime: Date } => ({
  call_starttime: new Date(noon + minutes * minute),
});

/** As when its worker was gone for longer than its lease. */
async function expireLease(held: Claim): Promise<void> {
  await t.query('UPDATE calls SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?', [held.call.id]);
}

const lostWorker = { errorClass: 'worker_lost', errorMessage: 'gone', state: 'queued', countsAsAttempt: true } as const;

/** What the sweep does with an expired lease, followed by a claim of another worker. */
async function takeOver(held: Claim): Promise<Claim> {
  await expireLease(held);
  await inTransaction(t.db, async (tx) => {
    for (const lost of await lockExpiredClaims(tx, 10)) await settleRetry(tx, lost, { ...lostWorker, delayMs: 0 });
  });
  return await mustClaim(t.db, { owner: 'worker-2' });
}

describe('claimCall', () => {
  test('takes the newest due call first', async () => {
    for (const minutes of [1, 3, 2]) await insertCall(t, { callid: `m${minutes}`, ...startedAt(minutes) });
    const order = [];
    for (let i = 0; i < 3; i += 1) order.push((await mustClaim(t.db)).call.callid);
    expect(order).toEqual(['m3', 'm2', 'm1']);
    expect(await claim(t.db)).toBeUndefined();
  });

  test('takes the oldest due call when asked to', async () => {
    for (const minutes of [2, 1, 3]) await insertCall(t, { callid: `m${minutes}`, ...startedAt(minutes) });
    expect((await mustClaim(t.db, { order: 'oldest' })).call.callid).toBe('m1');
  });

  test('leaves alone what is not due yet, what another stage has to do and what is leased', async () => {
    await insertCall(t, { callid: 'backoff', next_attempt_at: new Date(Date.now() + 3_600_000), ...startedAt(9) });
    await insertCall(t, { callid: 'engine', ...dueAt.recognize, ...startedAt(8) });
    await insertCall(t, { callid: 'done', ...idle, processing_state: 'notified', ...startedAt(7) });
    await insertCall(t, { callid: 'due', ...startedAt(1) });
    expect((await mustClaim(t.db)).call.callid).toBe('due');
    expect(await claim(t.db)).toBeUndefined();
    expect(await countDueCalls(t.db, 'transcribe', 100)).toBe(0);
  });

  test('gives the call a lease by the clock of the database and writes it into the history', async () => {
    await insertCall(t, { callid: 'held', ...dueAt.recognize, attempts: 1 });
    const held = await mustClaim(t.db, {
      stage: 'recognize',
      rules: () => ({ working: 'transcribing', log: 'transcribing' }),
      leaseMs: 90_000,
    });
    expect(held).toMatchObject({ owner: 'worker-1', attempt: 2, version: 1 });
    expect(await getCall(t.db, held.call)).toMatchObject({
      processing_state: 'transcribing',
      lease_owner: 'worker-1',
      next_attempt_at: null,
      version: 1,
    });
    expect(
      await t.query('SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), lease_until) / 10) AS s FROM calls'),
    ).toEqual([{ s: '9' }]);
    expect(await listHistory(t.db, held.call)).toMatchObject([
      { stage: 'transcribing', status: 'started', attempt: 2, worker_id: 'worker-1' },
    ]);
  });

  test('never gives one call to two of many workers that claim at once', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => dueCall({ callid: `n-${i}`, ...startedAt(i % 40) }));
    await insertRows(t, 'calls', rows);
    const taken: string[] = [];
    await Promise.all(
      Array.from({ length: 10 }, async (_, worker) => {
        for (let misses = 0; misses < 3;) {
          const held = await claim(t.db, {
            owner: `worker-${worker}`,
            order: taken.length % 8 === 7 ? 'oldest' : 'newest',
          });
          if (held === undefined) misses += 1;
          else taken.push(held.call.callid);
        }
      }),
    );
    expect(taken).toHaveLength(150);
    expect(new Set(taken).size).toBe(150);
  });

  test('does not wait for a call that another worker is taking at this moment', async () => {
    await insertCall(t, { callid: 'newer', ...startedAt(2) });
    await insertCall(t, { callid: 'older', ...startedAt(1) });
    const options = {
      stage: 'transcribe',
      owner: 'w',
      leaseMs: minute,
      order: 'newest',
      rules: () => ({ working: 'queued', log: 'securing' }) as const,
    } as const;
    await inTransaction(t.db, async (tx) => {
      expect((await claimCall(tx, options))?.call.callid).toBe('newer');
      expect((await mustClaim(t.db)).call.callid).toBe('older');
    });
  });
});

describe('a claim', () => {
  test('is renewed by its holder and by nobody else', async () => {
    await insertCall(t);
    const held = await mustClaim(t.db);
    expect(await renewLease(t.db, held, minute)).toBe(true);
    expect(await renewLease(t.db, { ...held, owner: 'worker-2' }, minute)).toBe(false);
    expect(await renewLease(t.db, { ...held, version: held.version + 1 }, minute)).toBe(false);
  });

  test('cannot be renewed once it was taken over, even by the same process', async () => {
    await insertCall(t);
    const lost = await mustClaim(t.db);
    await takeOver(lost);
    expect(await renewLease(t.db, lost, minute)).toBe(false);
  });

  const settlements: [string, (tx: Transaction, held: Claim) => Promise<void>][] = [
    ['success', (tx, held) => settleSuccess(tx, held, { state: 'transcribed', next: 'analyze' })],
    ['another try', (tx, held) => settleRetry(tx, held, { ...lostWorker, delayMs: 0 })],
    [
      'a failure',
      (tx, held) =>
        settleFailure(tx, held, {
          errorClass: 'x',
          errorMessage: 'x',
          state: 'failed_stt',
          stage: 'transcribe',
          attempts: 1,
        }),
    ],
    ['a release', (tx, held) => settleRelease(tx, held, 'queued')],
  ];

  test.each(settlements)('that was lost cannot end with %s, and nothing of its save remains', async (_what, settle) => {
    await insertCall(t);
    const late = await mustClaim(t.db);
    const successor = await takeOver(late);
    const before = await getCall(t.db, late.call);
    const save = inTransaction(t.db, async (tx) => {
      await saveTranscript(tx, {
        bid: late.call.bid,
        callid: late.call.callid,
        transcript: 'too late',
        speaker_segments: [],
        stt_provider: 'parakeet',
        model: 'test',
        audio_seconds: 1,
        processing_meta: {},
      });
      await settle(tx, late);
    });
    await expect(save).rejects.toThrow(LeaseLostError);
    expect(await findTranscript(t.db, late.call)).toBeUndefined();
    expect(await getCall(t.db, late.call)).toEqual(before);
    await inTransaction(t.db, (tx) => settle(tx, successor));
  });

  test.each(settlements)('that ended with %s cannot end again', async (_what, settle) => {
    await insertCall(t);
    const held = await mustClaim(t.db);
    await inTransaction(t.db, (tx) => settle(tx, held));
    await expect(inTransaction(t.db, (tx) => settle(tx, held))).rejects.toThrow(LeaseLostError);
  });

  test('that succeeds forgets earlier failures and makes the next stage due', async () => {
    await insertCall(t, {
      attempts: 2,
      error_class: 'http_503',
      error_message: 'busy',
      first_failed_at: new Date(),
      last_failed_at: new Date(),
    });
    const held = await mustClaim(t.db);
    await inTransaction(t.db, (tx) =>
      settleSuccess(tx, held, { state: 'queued', next: 'recognize', columns: { storage_path: 'vault/1.wav' } }),
    );
    expect(await getCall(t.db, held.call)).toMatchObject({
      processing_state: 'queued',
      stage: 'recognize',
      storage_path: 'vault/1.wav',
      attempts: 0,
      error_class: null,
      error_message: null,
      first_failed_at: null,
      last_failed_at: null,
      lease_owner: null,
      lease_until: null,
    });
    expect(await countDueCalls(t.db, 'recognize', 10)).toBe(1);
  });

  test('that is tried again remembers when it failed first and is due after its delay', async () => {
    await insertCall(t);
    const retry = { ...lostWorker, delayMs: 0 };
    const first = await mustClaim(t.db);
    await inTransaction(t.db, (tx) => settleRetry(tx, first, retry));
    const { first_failed_at } = await getCall(t.db, first.call);
    const second = await mustClaim(t.db);
    await inTransaction(t.db, (tx) =>
      settleRetry(tx, second, { ...retry, delayMs: 3_600_000, countsAsAttempt: false }),
    );
    const call = await getCall(t.db, first.call);
    expect(call).toMatchObject({ attempts: 1, first_failed_at, error_class: 'worker_lost' });
    expect(call.next_attempt_at?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await claim(t.db)).toBeUndefined();
  });

  test('keeps the length of what it writes about a failure within its columns', async () => {
    await insertCall(t);
    const held = await mustClaim(t.db);
    await inTransaction(t.db, (tx) =>
      settleRetry(tx, held, {
        ...lostWorker,
        errorClass: 'é'.repeat(200),
        errorMessage: '🙂'.repeat(3000),
        delayMs: 0,
      }),
    );
    expect((await getCall(t.db, held.call)).error_class).toHaveLength(100);
  });

  test('that is released costs nothing and leaves no trace of a failure', async () => {
    await insertCall(t);
    const held = await mustClaim(t.db);
    await inTransaction(t.db, (tx) => settleRelease(tx, held, 'queued'));
    expect(await getCall(t.db, held.call)).toMatchObject({ attempts: 0, error_class: null, first_failed_at: null });
    expect((await mustClaim(t.db)).attempt).toBe(1);
  });
});

describe('lockExpiredClaims', () => {
  test('finds leases that ran out, and only those, and not those that another sweep holds', async () => {
    await insertCall(t, { callid: 'dead', ...startedAt(2) });
    await insertCall(t, { callid: 'alive', ...startedAt(1) });
    const dead = await mustClaim(t.db);
    await mustClaim(t.db);
    await expireLease(dead);
    await inTransaction(t.db, async (tx) => {
      expect((await lockExpiredClaims(tx, 10)).map(({ call }) => call.callid)).toEqual(['dead']);
      await inTransaction(t.db, async (other) => {
        expect(await lockExpiredClaims(other, 10)).toEqual([]);
      });
    });
  });
});

describe('the dead letter that a failed call owes', () => {
  const giveUp = async (): Promise<Claim> => {
    await insertCall(t);
    const held = await mustClaim(t.db);
    await inTransaction(t.db, (tx) =>
      settleFailure(tx, held, {
        errorClass: 'not_audio',
        errorMessage: 'a login page',
        state: 'failed_stt',
        stage: 'transcribe',
        attempts: 1,
      }),
    );
    return held;
  };

  test('is owed until it is marked as sent', async () => {
    const { call } = await giveUp();
    const [owed] = await listOwedDeadLetters(t.db, 10);
    expect(owed).toMatchObject({ callid: call.callid, failed_stage: 'transcribe', error_class: 'not_audio' });
    if (owed === undefined) return;
    await markDeadLettered(t.db, owed);
    expect(await listOwedDeadLetters(t.db, 10)).toEqual([]);
  });

  test('is not marked as sent by someone who knows an earlier state of the call', async () => {
    const { call } = await giveUp();
    await markDeadLettered(t.db, { id: call.id, version: call.version });
    expect(await listOwedDeadLetters(t.db, 10)).toHaveLength(1);
  });

  test('is forgotten when the call is revived, which gives it a fresh set of attempts', async () => {
    const { call } = await giveUp();
    expect(await reviveCall(t.db, call, { failedStage: 'analyze', stage: 'analyze', state: 'transcribed' })).toBe(
      false,
    );
    expect(await reviveCall(t.db, call, { failedStage: 'transcribe', stage: 'transcribe', state: 'queued' })).toBe(
      true,
    );
    expect(await reviveCall(t.db, call, { failedStage: 'transcribe', stage: 'transcribe', state: 'queued' })).toBe(
      false,
    );
    expect(await listOwedDeadLetters(t.db, 10)).toEqual([]);
    expect((await mustClaim(t.db)).attempt).toBe(1);
  });
});

describe('queueReceivedCalls', () => {
  test('turns received calls of some age into queued ones and no others', async () => {
    await insertCall(t, { callid: 'old', processing_state: 'received', created_at: new Date(noon) });
    await insertCall(t, { callid: 'young', processing_state: 'received' });
    await insertCall(t, { callid: 'queued' });
    expect(await queueReceivedCalls(t.db, minute)).toBe(1);
    expect(await t.query('SELECT callid, processing_state AS state FROM calls ORDER BY callid')).toEqual([
      { callid: 'old', state: 'queued' },
      { callid: 'queued', state: 'queued' },
      { callid: 'young', state: 'received' },
    ]);
  });
});

test('a backlog of received calls is queued by one pass', async () => {
  const received = { processing_state: 'received', created_at: new Date(noon) };
  await insertRows(
    t,
    'calls',
    Array.from({ length: 2_100 }, () => dueCall(received)),
  );
  expect(await queueReceivedCalls(t.db, minute)).toBe(2_100);
});

describe('markArchiveDue', () => {
  const daysAgo = (days: number): { call_starttime: Date } => ({
    call_starttime: new Date(Date.now() - days * 86_400_000),
  });
  const notified = { ...idle, processing_state: 'notified', failed_stage: null, dead_lettered_at: null };

  test('makes finished calls past their retention due, once, of this business alone and within the limit', async () => {
    const rows = [
      { callid: 'old-1', ...notified, ...daysAgo(31) },
      { callid: 'old-2', ...notified, ...daysAgo(40), processing_state: 'analyzed' },
      { callid: 'young', ...notified, ...daysAgo(29) },
      { callid: 'foreign', ...notified, ...daysAgo(31), bid: '6005' },
      { callid: 'busy', ...notified, ...dueAt.notify, next_attempt_at: new Date(), ...daysAgo(31) },
      { callid: 'archived', ...notified, ...daysAgo(31), processing_state: 'archived' },
    ];
    await insertRows(t, 'calls', rows.map(dueCall));
    expect(await markArchiveDue(t.db, '6004', { hotRetentionDays: 30, limit: 1 })).toBe(1);
    expect(await markArchiveDue(t.db, '6004', { hotRetentionDays: 30, limit: 10 })).toBe(1);
    expect(await markArchiveDue(t.db, '6004', { hotRetentionDays: 30, limit: 10 })).toBe(0);
    expect(await t.query("SELECT callid FROM calls WHERE stage = 'archive' ORDER BY callid")).toEqual([
      { callid: 'old-1' },
      { callid: 'old-2' },
    ]);
  });

  test('waits for a dead letter that is still owed, and for a person where archiving failed', async () => {
    const gaveUp = { ...notified, processing_state: 'analyzed', error_class: 'x', first_failed_at: new Date(noon) };
    const rows = [
      { callid: 'owes', ...gaveUp, failed_stage: 'notify', ...daysAgo(31) },
      { callid: 'sent', ...gaveUp, failed_stage: 'notify', ...daysAgo(31), dead_lettered_at: new Date() },
      { callid: 'stuck', ...gaveUp, failed_stage: 'archive', ...daysAgo(31), dead_lettered_at: new Date() },
    ];
    await insertRows(t, 'calls', rows.map(dueCall));
    expect(await markArchiveDue(t.db, '6004', { hotRetentionDays: 30, limit: 10 })).toBe(1);
    expect(await getCall(t.db, { bid: '6004', callid: 'sent' })).toMatchObject({
      stage: 'archive',
      failed_stage: null,
      error_class: null,
      first_failed_at: null,
    });
  });
});
