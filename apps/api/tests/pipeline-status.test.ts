import { processingStates, type ProcessingState } from '@callscript/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, problemOf, startTestApi, supervisor, type TestApi } from './_api.ts';
import { addBusiness, addCall } from './_data.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
  await addBusiness(api.database, '7001');
});
afterAll(() => api[Symbol.asyncDispose]());

const noCalls = Object.fromEntries(processingStates.map((state) => [state, 0])) as Record<ProcessingState, number>;

describe('GET /pipeline/:bid/status', () => {
  test('counts every state, also those without calls, and no other business', async () => {
    for (const [i, state] of processingStates.entries()) {
      await addCall(api.database, { callid: `one-${i}`, state });
    }
    await addCall(api.database, { callid: 'another', state: 'failed_stt' });
    const { status, body } = await api.get('/pipeline/6004/status', { as: supervisor });
    expect(status).toBe(200);
    expect(body).toEqual({
      bid: '6004',
      subscription: { status: 'active', plan: 'pro', paid_until: '2027-01-01T00:00:00.000Z' },
      states: { ...Object.fromEntries(processingStates.map((state) => [state, 1])), failed_stt: 2 },
      processing: 5,
      failed: 3,
      total: processingStates.length + 1,
    });
    expect((await api.get('/pipeline/7001/status', { as: admin })).body).toMatchObject({ states: noCalls, total: 0 });
  });

  test('tells a suspended business from an active one', async () => {
    await api.database.pool.query(
      "UPDATE pcaa_subscriptions SET status = 'suspended', paid_until = NULL WHERE bid = '7001'",
    );
    expect((await api.get('/pipeline/7001/status', { as: admin })).body).toMatchObject({
      subscription: { status: 'suspended', plan: 'pro', paid_until: null },
    });
  });

  test('answers a business that does not exist with 404', async () => {
    const answer = await api.get('/pipeline/9999/status', { as: admin });
    expect(answer.status).toBe(404);
    expect(problemOf(answer).detail).toBe('there is no such business');
  });
});
