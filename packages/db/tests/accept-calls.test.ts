import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { acceptCalls, countDueCalls, findCall, type CallArrival } from '../src/index.ts';
import { completedCall, createTestDatabase, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase({ connectionLimit: 8 });
});
afterAll(async () => t[Symbol.asyncDispose]());

function arrival(callid: string, overrides: Partial<CallArrival> & { bid?: string } = {}): CallArrival {
  const { bid = '6004', ...rest } = overrides;
  return {
    call: completedCall({ bid, callid }),
    correlationId: randomUUID(),
    receivedAt: new Date(),
    skipReason: null,
    ...rest,
  };
}

async function accept(arrivals: CallArrival[], state: 'queued' | 'received' = 'queued'): Promise<boolean[]> {
  return await acceptCalls(t.database.pool, arrivals, state, ({ call, receivedAt, skipReason }, isNew) => ({
    bid: call.bid,
    event_type: call.event,
    callid: call.callid,
    payload: { callid: call.callid },
    signature_valid: true,
    queued: isNew && skipReason === null,
    skip_reason: isNew ? skipReason : 'duplicate',
    status_code: 200,
    received_at: receivedAt,
  }));
}

describe('acceptCalls', () => {
  test('stores a call as due at once, with its history and its log row', async () => {
    const it = arrival('one');
    expect(await accept([it])).toEqual([true]);
    const key = { bid: '6004', callid: 'one' };
    expect(await findCall(t.db, key)).toMatchObject({
      processing_state: 'queued',
      stage: 'transcribe',
      attempts: 0,
      agent_email: 'asha@example.com',
      call_starttime: new Date('2026-01-15T12:00:00Z'),
      correlation_id: it.correlationId,
      next_attempt_at: expect.any(Date),
    });
    expect(await countDueCalls(t.db, 'transcribe', 10)).toBe(1);
    expect(await t.query('SELECT stage, status FROM pcaa_processing_log WHERE callid = ?', ['one'])).toEqual([
      { stage: 'received', status: 'success' },
    ]);
    expect(await t.query('SELECT queued, skip_reason FROM pcaa_webhook_log WHERE callid = ?', ['one'])).toEqual([
      { queued: 1, skip_reason: null },
    ]);
  });

  test('makes a call due by the clock of the database, whatever the gateway believes the time is', async () => {
    const before = await countDueCalls(t.db, 'transcribe', 1_000);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    try {
      await accept([arrival('clock')]);
    } finally {
      vi.useRealTimers();
    }
    expect(await countDueCalls(t.db, 'transcribe', 1_000)).toBe(before + 1);
  });

  test('says of a repeated call that it is not new, and logs it as a duplicate', async () => {
    expect(await accept([arrival('again')])).toEqual([true]);
    expect(await accept([arrival('again')])).toEqual([false]);
    expect(await accept([arrival('again'), arrival('fresh')])).toEqual([false, true]);
    expect(await t.query("SELECT skip_reason FROM pcaa_webhook_log WHERE callid = 'again' ORDER BY id")).toEqual([
      { skip_reason: null },
      { skip_reason: 'duplicate' },
      { skip_reason: 'duplicate' },
    ]);
  });

  test('takes one of several copies of a call inside one batch', async () => {
    const isNew = await accept([arrival('twin'), arrival('other'), arrival('twin'), arrival('twin')]);
    expect(isNew.filter(Boolean)).toHaveLength(2);
    expect(isNew[1]).toBe(true);
    expect(await t.query("SELECT COUNT(*) AS n FROM pcaa_processing_log WHERE callid = 'twin'")).toEqual([{ n: 1 }]);
  });

  test('stores what must not be processed as skipped, with the reason', async () => {
    expect(await accept([arrival('short', { skipReason: 'too_short' })])).toEqual([true]);
    expect(await findCall(t.db, { bid: '6004', callid: 'short' })).toMatchObject({
      processing_state: 'skipped',
      skip_reason: 'too_short',
      stage: null,
      next_attempt_at: null,
    });
  });

  test('stores calls as received, and due all the same, while the broker is away', async () => {
    expect(await accept([arrival('quiet')], 'received')).toEqual([true]);
    expect(await findCall(t.db, { bid: '6004', callid: 'quiet' })).toMatchObject({
      processing_state: 'received',
      stage: 'transcribe',
    });
  });

  test('gives each call to exactly one of many gateways that store overlapping batches at once', async () => {
    const callids = Array.from({ length: 60 }, (_, i) => `race-${i}`);
    const taken = new Map<string, number>();
    // Each batch in an order of its own, so that the batches meet each other's rows in every order.
    const batches = Array.from({ length: 24 }, (_, b) =>
      callids.map((_, i) => arrival(callids[(i * 7 + b * 11) % callids.length] ?? '', { bid: `b${b % 2}` })),
    );
    await Promise.all(
      batches.map(async (batch) => {
        const isNew = await accept(batch);
        batch.forEach(({ call }, i) => {
          const key = `${call.bid}/${call.callid}`;
          taken.set(key, (taken.get(key) ?? 0) + (isNew[i] === true ? 1 : 0));
        });
      }),
    );
    expect(taken.size).toBe(120);
    expect(new Set(taken.values())).toEqual(new Set([1]));
    expect(await t.query("SELECT COUNT(*) AS n FROM calls WHERE callid LIKE 'race-%'")).toEqual([{ n: 120 }]);
    expect(await t.query("SELECT COUNT(*) AS n FROM pcaa_processing_log WHERE callid LIKE 'race-%'")).toEqual([
      { n: 120 },
    ]);
    expect(await t.query("SELECT COUNT(*) AS n FROM pcaa_webhook_log WHERE callid LIKE 'race-%'")).toEqual([
      { n: 24 * 60 },
    ]);
  });

  test('stores nothing of a batch of which one row is refused', async () => {
    const bad = arrival('bad');
    bad.call.duration_seconds = -1;
    await expect(accept([arrival('good'), bad])).rejects.toThrow(/ck_calls_duration/);
    expect(await findCall(t.db, { bid: '6004', callid: 'good' })).toBeUndefined();
    expect(await t.query("SELECT 1 FROM pcaa_webhook_log WHERE callid = 'good'")).toEqual([]);
  });
});
