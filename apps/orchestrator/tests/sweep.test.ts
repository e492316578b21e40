import { waitFor } from '@callscript/devstack/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../src/sweep.ts';
import { getCall, silent, untilCall } from '@callscript/pipeline/testing';
import {
  abandoned,
  addRetainingBusiness,
  bid,
  createWorld,
  daysAgo,
  insertIdleCall,
  listLetters,
  owing,
  past,
  received,
  startTestOrchestrator,
  throughProxy,
  untilPermit,
  type World,
} from './_support.ts';

const day = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** One pass, as the leader makes it. */
const sweepOnce = async () => {
  const { broker, database } = world;
  const deps = { db: database.db, broker, workerId: 'sweep', retryBaseMs: 1, logger: silent };
  return await sweep(deps, { receivedGraceMs: 60_000, logRetentionMs: 90 * day });
};

async function insertWebhookLog(rows: number, receivedAt: Date): Promise<void> {
  const row = [bid, 'call.completed', 1, 1, 200, receivedAt];
  const columns = 'bid, event_type, signature_valid, queued, status_code, received_at';
  await world.database.pool.query(`INSERT INTO pcaa_webhook_log (${columns}) VALUES ?`, [
    Array.from({ length: rows }, () => row),
  ]);
}

async function countWebhookLog(): Promise<number> {
  const [rows] = await world.database.pool.query('SELECT COUNT(*) AS n FROM pcaa_webhook_log');
  return (rows as { n: number }[])[0]?.n ?? -1;
}

describe('the sweep', () => {
  test('queues calls that were accepted without the broker, with permits, once they are old enough', async () => {
    const old = await insertIdleCall(world, { ...received, created_at: past });
    const fresh = await insertIdleCall(world, received);

    expect(await sweepOnce()).toMatchObject({ received_calls: 1 });

    expect(await getCall(world, old)).toMatchObject({ processing_state: 'queued', stage: 'transcribe', attempts: 0 });
    expect((await getCall(world, fresh)).processing_state).toBe('received');
    await untilPermit(world, 'transcribe', old);
    await world.database.pool.query("DELETE FROM calls WHERE processing_state IN ('received', 'queued')");
  });

  test('returns a call whose worker was lost, counting the attempt, and gives it up the third time', async () => {
    const call = await insertIdleCall(world, abandoned);
    const doomed = await insertIdleCall(world, { ...abandoned, attempts: 2 });

    expect(await sweepOnce()).toMatchObject({ expired_leases: 2 });

    expect(await getCall(world, call)).toMatchObject({
      processing_state: 'transcribed',
      stage: 'analyze',
      attempts: 1,
      error_class: 'worker_lost',
      lease_owner: null,
    });
    expect(await getCall(world, doomed)).toMatchObject({
      processing_state: 'failed_analysis',
      stage: null,
      attempts: 3,
      failed_stage: 'analyze',
    });
    await untilPermit(world, 'analyze', call);
    await world.database.pool.query("DELETE FROM calls WHERE stage = 'analyze'");
  });

  test('archives what is past the retention of its business, and leaves alone what waits for a person', async () => {
    await addRetainingBusiness(world.database, '6005', 7);
    const old = await insertIdleCall(world, { call_starttime: daysAgo(91) });
    const young = await insertIdleCall(world, { call_starttime: daysAgo(89) });
    const oldThere = await insertIdleCall(world, { bid: '6005', call_starttime: daysAgo(8) });
    const youngThere = await insertIdleCall(world, { bid: '6005', call_starttime: daysAgo(6) });
    const unnotified = await insertIdleCall(world, { processing_state: 'analyzed', call_starttime: daysAgo(91) });
    const failed = { failed_stage: 'archive', error_class: 'export_damaged', attempts: 3, dead_lettered_at: past };
    const given_up = await insertIdleCall(world, { ...failed, call_starttime: daysAgo(91) });
    const skipped = { processing_state: 'skipped', skip_reason: 'not_answered' };
    const other = await insertIdleCall(world, { ...skipped, call_starttime: daysAgo(91) });

    expect(await sweepOnce()).toMatchObject({ archive_due: 3 });
    expect(await sweepOnce()).toMatchObject({ archive_due: 0 });

    const calls = [old, young, oldThere, youngThere, unnotified, given_up, other];
    const stages = await Promise.all(calls.map(async (call) => (await getCall(world, call)).stage));
    expect(stages).toEqual(['archive', null, 'archive', null, 'archive', null, null]);
  });

  test('deletes old webhook log entries, more than one portion holds, and keeps the others', async () => {
    await insertWebhookLog(5_001, daysAgo(91));
    await insertWebhookLog(3, daysAgo(89));

    expect(await sweepOnce()).toMatchObject({ webhook_log: 5_001 });
    expect(await countWebhookLog()).toBe(3);
    expect(await sweepOnce()).toMatchObject({ webhook_log: 0 });
  });
});

describe('an orchestrator', () => {
  test('sends the dead letters that calls owe, and each once', async () => {
    await using _ = await startTestOrchestrator(world);
    const call = await insertIdleCall(world, owing);

    await untilCall(world, call, ({ dead_lettered_at }) => dead_lettered_at !== null);
    const [letter] = await waitFor(async () => {
      const letters = await listLetters(world, call.callid);
      return letters.length > 0 && letters;
    });

    expect(letter).toMatchObject({
      bid,
      stage: 'transcribe',
      failure: 'permanent',
      error_class: 'login_required',
      error_message: 'the recording needs a login',
      attempts: 1,
      status: 'open',
    });
    // Later sweeps have nothing to send.
    const later = await insertIdleCall(world, owing);
    await untilCall(world, later, ({ dead_lettered_at }) => dead_lettered_at !== null);
    await waitFor(async () => (await listLetters(world, later.callid)).length === 1);
    expect(await listLetters(world, call.callid)).toHaveLength(1);
  });

  test('does all that needs no broker while the broker is away, and the rest when it is back', async () => {
    await using proxy = await throughProxy(world.brokerUrl);
    await proxy.refuse();
    await insertWebhookLog(10, daysAgo(91));
    const waiting = await insertIdleCall(world, received);
    const lost = await insertIdleCall(world, abandoned);
    const indebted = await insertIdleCall(world, owing);
    const old = await insertIdleCall(world, { call_starttime: daysAgo(91) });

    await using orchestrator = await startTestOrchestrator({ ...world, brokerUrl: proxy.url });

    await untilCall(world, waiting, ({ processing_state }) => processing_state === 'queued');
    await untilCall(world, lost, ({ processing_state }) => processing_state === 'transcribed');
    await untilCall(world, old, ({ stage }) => stage === 'archive');
    await waitFor(async () => (await countWebhookLog()) === 3);
    expect(await getCall(world, indebted)).toMatchObject({ dead_lettered_at: null });
    expect(await orchestrator.leads()).toBe(true);

    await proxy.restore();

    await untilPermit(world, 'transcribe', waiting);
    await untilPermit(world, 'analyze', lost);
    await untilCall(world, indebted, ({ dead_lettered_at }) => dead_lettered_at !== null);
    await waitFor(async () => (await listLetters(world, indebted.callid)).length === 1);
    await world.database.pool.query("DELETE FROM calls WHERE stage IN ('transcribe', 'analyze')");
  });

  test('goes on by itself when the database was away', async () => {
    await using proxy = await throughProxy(world.databaseUrl);
    await using orchestrator = await startTestOrchestrator({ ...world, databaseUrl: proxy.url });
    await waitFor(() => orchestrator.leads());

    await proxy.refuse();
    proxy.cut();
    await waitFor(() => orchestrator.log().includes('sweep_failed'));
    const waiting = await insertIdleCall(world, received);
    await proxy.restore();

    expect(await untilCall(world, waiting, ({ processing_state }) => processing_state === 'queued')).toMatchObject({
      stage: 'transcribe',
      attempts: 0,
    });
    await world.database.pool.query("DELETE FROM calls WHERE stage = 'transcribe'");
  });
});
