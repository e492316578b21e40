import { callListSchema, processingStates, type CallList, type ProcessingState } from '@callscript/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../src/auth/user.ts';
import { admin, problemOf, startTestApi, supervisor, type TestApi } from './_api.ts';
import { addAnalysis, addBusiness, addCall } from './_data.ts';

let api: TestApi;
const agent: User = { email: 'asha@example.com', role: 'agent', bid: '6004' };

/** Five start times for 36 calls, one millisecond between two of them; later rows have higher ids. */
const startTimes = ['09:00:00.000', '09:00:00.001', '10:00:00.000', '10:30:00.999', '11:00:00.000'];
const seeds = Array.from({ length: 36 }, (_, i) => ({
  callid: `call-${i}`,
  startedAt: `2026-05-01T${startTimes[(i * 7) % startTimes.length]}Z`,
  state: processingStates[i % processingStates.length] ?? 'notified',
  verdict: i % 3 === 0 ? ('flagged' as const) : ('safe' as const),
  agentEmail: i % 4 === 0 ? 'asha@example.com' : null,
}));
const newestFirst = seeds
  .map((seed, position) => ({ ...seed, position }))
  .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt) || b.position - a.position);

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
  await addBusiness(api.database, '7001');
  for (const seed of seeds) {
    await addCall(api.database, seed);
    await addAnalysis(api.database, { bid: '6004', callid: seed.callid }, { verdict: seed.verdict });
  }
  await addCall(api.database, { bid: '7001', callid: 'theirs' });
});
afterAll(() => api[Symbol.asyncDispose]());

async function readPage(query: string, as = supervisor): Promise<CallList> {
  const answer = await api.get(`/call-records/6004?${query}`, { as });
  expect(answer.status).toBe(200);
  return answer.body as CallList;
}

async function readAllPages(query: string, limit: number, as?: User): Promise<string[]> {
  const callids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await readPage(`${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`, as);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    callids.push(...page.items.map(({ callid }) => callid));
    cursor = page.next_cursor;
  }
  return callids;
}

describe('GET /call-records/:bid', () => {
  test('shows calls as the contract says and nothing beside', async () => {
    const list = await readPage('limit=3');
    expect(list).toEqual(callListSchema.parse(list));
    expect(JSON.stringify(list)).not.toContain('secret');
    const first = newestFirst[0];
    expect(list.items[0]).toEqual({
      bid: '6004',
      callid: first?.callid,
      processing_state: first?.state,
      skip_reason: first?.state === 'skipped' ? 'too_short' : null,
      verdict: first?.verdict,
      quality_score: 72.5,
      duration_seconds: 42,
      direction: 'inbound',
      group_name: 'North',
      customer_phone: '+1 202-555-0102',
      call_starttime: first?.startedAt,
      agent: { id: 'A7', name: 'Asha Rao', email: first?.agentEmail, phone: '+1 202-555-0101' },
    });
  });

  test('shows an agent the same of the own calls', async () => {
    const byCallid = new Map((await readPage('limit=200')).items.map((item) => [item.callid, item]));
    const own = await readPage('limit=200', agent);
    expect(own.items.map(({ callid }) => byCallid.get(callid))).toEqual(own.items);
    expect(own.items).toHaveLength(9);
  });

  test('pages through every call exactly once, newest first, whatever the page size and the filter', async () => {
    const filters = fc.record({
      limit: fc.integer({ min: 1, max: 40 }),
      states: fc.option(fc.uniqueArray(fc.constantFrom(...processingStates), { minLength: 1, maxLength: 4 })),
      verdict: fc.option(fc.constantFrom('flagged', 'safe')),
      isAgent: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(filters, async ({ limit, states, verdict, isAgent }) => {
        const expected = newestFirst
          .filter((seed) => states === null || states.includes(seed.state))
          .filter((seed) => verdict === null || seed.verdict === verdict)
          .filter((seed) => !isAgent || seed.agentEmail === agent.email);
        const query = [...(states ?? []).map((state) => `state=${state}`), ...(verdict ? [`verdict=${verdict}`] : [])];
        const callids = await readAllPages(query.join('&'), limit, isAgent ? agent : supervisor);
        expect(callids).toEqual(expected.map(({ callid }) => callid));
      }),
      { numRuns: 25 },
    );
  });

  test('ends with a null cursor when the last page is full', async () => {
    expect((await readPage(`limit=${seeds.length}`)).next_cursor).toBeNull();
    expect((await readPage(`limit=${seeds.length - 1}`)).next_cursor).not.toBeNull();
  });

  test('takes several states repeated or separated by commas', async () => {
    const states: ProcessingState[] = ['queued', 'skipped', 'failed_stt'];
    const repeated = await readPage(`state=${states.join('&state=')}`);
    expect(await readPage(`state=${states.join(',')}`)).toEqual(repeated);
    expect(new Set(repeated.items.map((item) => item.processing_state))).toEqual(new Set(states));
  });

  test('is empty for a business without such calls', async () => {
    const answer = await api.get('/call-records/7001?state=failed_stt', { as: admin });
    expect(answer.body).toEqual({ items: [], next_cursor: null });
  });

  test('has no cursor that reaches into another business', async () => {
    const { next_cursor } = await readPage('limit=1');
    const answer = await api.get(`/call-records/7001?cursor=${next_cursor}`, { as: admin });
    expect((answer.body as CallList).items.every(({ bid }) => bid === '7001')).toBe(true);
  });

  test('names the parameter that is wrong', async () => {
    const encode = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
    const wrong: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1.5', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['state=done', 'state.0'],
      ['state=queued,done', 'state.1'],
      ['state=', 'state.0'],
      ['verdict=guilty', 'verdict'],
      ['verdict=safe&verdict=safe', 'verdict'],
      ['cursor=', 'cursor'],
      ['cursor=nonsense', 'cursor'],
      [`cursor=${encode(null)}`, 'cursor'],
      [`cursor=${encode({ startedAt: 1 })}`, 'cursor'],
      [`cursor=${encode({ startedAt: '1', id: 1 })}`, 'cursor'],
      [`cursor=${encode({ startedAt: 8.64e15, id: 1 })}`, 'cursor'],
      [`cursor=${encode({ startedAt: 1, id: -1 })}`, 'cursor'],
      [`cursor=${encode({ startedAt: 1, id: 1, bid: '7001' })}`, 'cursor'],
      [`cursor=${'A'.repeat(500)}`, 'cursor'],
    ];
    for (const [query, field] of wrong) {
      const answer = await api.get(`/call-records/6004?${query}`, { as: supervisor });
      expect([query, answer.status]).toEqual([query, 422]);
      expect([query, problemOf(answer).errors?.map((error) => error.field)]).toEqual([query, [field]]);
    }
  });
});
