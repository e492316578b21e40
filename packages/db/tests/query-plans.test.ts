import type { ProcessingState } from '@callscript/contracts';
import { drizzle } from 'drizzle-orm/mysql2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  claimCall,
  countDueCalls,
  findCall,
  listCalls,
  listDueCalls,
  listHistory,
  listOwedDeadLetters,
  lockExpiredClaims,
  markArchiveDue,
  queueReceivedCalls,
  type Db,
  type Transaction,
} from '../src/index.ts';
import { createTestDatabase, dueAt, dueCall, idle, insertRows, noon, type TestDatabase } from './_support.ts';

/** The statements that repositories really send, in the order they were sent. */
const sent: { sql: string; params: unknown[] }[] = [];
let t: TestDatabase;
let db: Db;

beforeAll(async () => {
  t = await createTestDatabase();
  db = drizzle(t.database.pool, { logger: { logQuery: (sql, params) => void sent.push({ sql, params }) } });
  await seed();
});
afterAll(async () => t[Symbol.asyncDispose]());

/** Five businesses with a past: most calls are done, some are due, waiting, worked on, or failed. */
async function seed(): Promise<void> {
  const common = {
    attempts: 0,
    lease_owner: null,
    lease_until: null,
    storage_path: 'vault/1.wav',
    failed_stage: null,
    error_class: null,
    dead_lettered_at: null,
  };
  const done = { ...idle, processing_state: 'notified' };
  const analyzed = { ...idle, processing_state: 'analyzed' };
  const failed = {
    ...idle,
    processing_state: 'failed_stt',
    failed_stage: 'transcribe',
    error_class: 'not_audio',
    dead_lettered_at: new Date(noon),
  };
  const worked = { next_attempt_at: null, lease_owner: 'w', lease_until: new Date(Date.now() + 3_600_000) };
  const mix = [
    ...Array.from({ length: 14 }, () => done),
    analyzed,
    analyzed,
    failed,
    dueAt.transcribe,
    dueAt.analyze,
    { ...dueAt.analyze, next_attempt_at: new Date(Date.now() + 3_600_000) },
  ];
  const rows = Array.from({ length: 8_000 }, (_, i) =>
    dueCall({
      ...common,
      bid: `b${i % 5}`,
      callid: `c-${i}`,
      call_starttime: new Date(noon - i * 60_000),
      ...mix[(i * 7) % mix.length],
      ...(i % 1_000 === 5 ? { ...dueAt.analyze, processing_state: 'analyzing', ...worked } : {}),
      ...(i % 2_000 === 6 ? { ...failed, dead_lettered_at: null } : {}),
    }),
  );
  for (let i = 0; i < rows.length; i += 1_000) await insertRows(t, 'calls', rows.slice(i, i + 1_000));
  await t.query('ANALYZE TABLE calls');
}

interface PlanRow {
  table: string;
  key: string | null;
  rows: number;
  extra: string;
}

/** How the server runs the statement about calls that `send` sends; what it changed is undone. */
async function planOf(send: (db: Transaction) => Promise<unknown>): Promise<PlanRow[]> {
  const undo = new Error('undone');
  let plan: PlanRow[] = [];
  await db
    .transaction(async (tx) => {
      sent.length = 0;
      await send(tx);
      const statement = sent.find(({ sql }) => /(from|update) `(calls|pcaa_processing_log)`/.test(sql));
      if (statement === undefined) throw new Error('no statement about calls was sent');
      const rows = await t.query(`EXPLAIN ${statement.sql}`, statement.params);
      plan = rows.map((row) => ({
        table: String(row['table']),
        key: row['key'] as string | null,
        rows: Number(row['rows']),
        extra: String(row['Extra']),
      }));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return plan;
}

/** The index that leads the plan, and what the server must do besides that an index should have done. */
function indexOf(plan: PlanRow[]): string {
  const besides = plan.flatMap(({ extra }) => extra.match(/filesort|temporary/gi) ?? []);
  return [plan[0]?.key ?? 'none', ...besides].join(' + ');
}

const page = (states?: ProcessingState[], after?: { startedAt: Date; id: number }) => ({
  filter: states === undefined ? {} : { states },
  after,
  limit: 50,
});

describe('the index serves filter and order of', () => {
  test.each(['newest', 'oldest'] as const)('the claim of the %s call', async (order) => {
    const plan = await planOf((tx) =>
      claimCall(tx, {
        stage: 'analyze',
        owner: 'w',
        leaseMs: 1_000,
        order,
        rules: () => ({ working: 'analyzing', log: 'analyzing' }),
      }),
    );
    expect(indexOf(plan)).toBe('ix_calls_due');
  });

  test('the sweep for expired claims', async () => {
    expect(indexOf(await planOf((tx) => lockExpiredClaims(tx, 100)))).toBe('ix_calls_lease');
  });

  test('the sweep for owed dead letters, which passes over those that were sent', async () => {
    const plan = await planOf((tx) => listOwedDeadLetters(tx, 100));
    expect(indexOf(plan)).toBe('ix_calls_dead');
    expect(plan[0]?.rows).toBeLessThan(20);
  });

  test('the sweep for calls to archive', async () => {
    expect(indexOf(await planOf((tx) => markArchiveDue(tx, 'b1', { hotRetentionDays: 3, limit: 100 })))).toBe(
      'ix_calls_state',
    );
  });

  test('the sweep for received calls', async () => {
    expect(indexOf(await planOf((tx) => queueReceivedCalls(tx, 1_000)))).toBe('ix_calls_due');
  });

  test('due calls, counted and listed', async () => {
    const counting = await planOf((tx) => countDueCalls(tx, 'analyze', 1_000));
    expect(counting.find(({ table }) => table === 'calls')).toMatchObject({ key: 'ix_calls_due' });
    expect(indexOf(await planOf((tx) => listDueCalls(tx, 'analyze', 100)))).toBe('ix_calls_due');
  });

  test('a list, its first page and the ones after it', async () => {
    expect(indexOf(await planOf((tx) => listCalls(tx, 'b1', page())))).toBe('ix_calls_list');
    const later = page(undefined, { startedAt: new Date(noon - 6_000 * 60_000), id: 6_000 });
    const plan = await planOf((tx) => listCalls(tx, 'b1', later));
    expect(indexOf(plan)).toBe('ix_calls_list');
    // The cursor is a range of the index, not a filter over the pages before it.
    expect(plan[0]?.rows).toBeLessThan(600);
  });

  test('a list of one state', async () => {
    expect(indexOf(await planOf((tx) => listCalls(tx, 'b1', page(['failed_stt']))))).toBe('ix_calls_state');
  });

  test('a call and its history', async () => {
    const key = { bid: 'b1', callid: 'c-1' };
    expect(indexOf(await planOf((tx) => findCall(tx, key)))).toBe('uq_calls_key');
    expect(indexOf(await planOf((tx) => listHistory(tx, key)))).toBe('ix_processing_log_call');
  });
});

test('a list of one agent holds that address alone, in whatever case it is stored', async () => {
  const addresses = ['Asha@Example.com', 'asha@example.com', 'ásha@example.com', 'other@example.com', null];
  const rows = addresses.map((agent_email, i) => dueCall({ bid: 'agents', callid: `of-agent-${i}`, agent_email }));
  await insertRows(t, 'calls', rows);
  const listed = await listCalls(db, 'agents', {
    filter: { agentEmail: 'asha@example.com' },
    after: undefined,
    limit: 9,
  });
  expect(new Set(listed.map(({ call }) => call.agent_email))).toEqual(new Set(addresses.slice(0, 2)));
});

test('pages of a list hold every call once, in order, whatever the size of the page', async () => {
  await t.query("UPDATE calls SET call_starttime = ? WHERE bid = 'b2' AND id % 3 = 0", [new Date(noon)]);
  const all = await t.query("SELECT id FROM calls WHERE bid = 'b2' ORDER BY call_starttime DESC, id DESC");
  for (const limit of [7, 100, 1_600]) {
    const seen: number[] = [];
    for (let after; ;) {
      const rows = await listCalls(t.db, 'b2', { filter: {}, after, limit });
      seen.push(...rows.map(({ call }) => call.id));
      const last = rows.at(-1)?.call;
      if (last === undefined) break;
      after = { startedAt: last.call_starttime, id: last.id };
    }
    expect(seen).toEqual(all.map((row) => row['id']));
  }
});
