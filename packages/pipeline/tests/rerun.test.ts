import { listHistory, type CallRow } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import type { Broker } from '@callscript/messaging';
import { describe, expect, test } from 'vitest';
import { reissueLostPermits, rerunStage, type Rerun } from '../src/index.ts';
import {
  bid,
  getCall,
  insertDueCalls,
  noteEffect,
  permitsIn,
  startRunner,
  sweepDeps,
  waitForEffects,
} from './_support.ts';
import { pipelinePerTest } from './_pipelines.ts';

const pipeline = pipelinePerTest();
const callid = 'c-0';
const key = { bid, callid };

/** A call that is through with its stages unless the columns say otherwise. */
async function insertNotified(columns = 'stage = NULL, next_attempt_at = NULL'): Promise<CallRow> {
  await insertDueCalls(pipeline, 'archive', 1);
  await pipeline.query(`UPDATE calls SET ${columns}`);
  return await getCall(pipeline.db, callid);
}

const rerun = (changes: Partial<Rerun> = {}, broker: Broker = pipeline.broker) =>
  rerunStage(
    { ...pipeline, broker },
    { key, stage: 'analyze', by: 'asha@example.com', prepare: () => Promise.resolve(), ...changes },
  );

describe('rerunStage', () => {
  test('makes the stage due with fresh attempts and what was prepared, tells the history, and publishes the permit', async () => {
    const before = await insertNotified(
      "stage = NULL, next_attempt_at = NULL, failed_stage = 'notify', error_class = 'x', attempts = 2, dead_lettered_at = '2026-01-01'",
    );
    const outcome = await rerun({ prepare: (tx) => noteEffect(tx, callid, 'prepared') });
    const now = await getCall(pipeline.db, callid);
    expect(outcome).toEqual({ kind: 'due', call: now });
    expect(now).toMatchObject({
      processing_state: 'transcribed',
      stage: 'analyze',
      attempts: 0,
      failed_stage: null,
      version: before.version + 1,
    });
    expect((await listHistory(pipeline.db, key)).at(-1)).toMatchObject({
      stage: 'replayed',
      worker_id: 'asha@example.com',
    });
    await waitForEffects(pipeline, 1);
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 1);
  });

  test('leads through the stage and what follows it', async () => {
    await insertNotified();
    await rerun();
    await using runners = new AsyncDisposableStack();
    for (const stage of ['analyze', 'notify'] as const) runners.use(await startRunner(pipeline, stage));
    const done = await waitFor(async () => {
      const call = await getCall(pipeline.db, callid);
      return call.processing_state === 'notified' && call;
    });
    expect(done).toMatchObject({ stage: null, attempts: 0 });
  });

  test('of a call that was about to be archived or notified puts that off', async () => {
    for (const columns of ["stage = 'archive'", "stage = 'notify', processing_state = 'analyzed'"]) {
      await pipeline.query('DELETE FROM calls');
      await insertNotified(columns);
      expect(await rerun()).toMatchObject({ kind: 'due', call: { stage: 'analyze' } });
    }
  });

  test('changes nothing while the call is worked on, on its way, or owes a dead letter', async () => {
    const busy = [
      "next_attempt_at = NULL, lease_owner = 'w', lease_until = '2099-01-01'",
      "stage = 'analyze', processing_state = 'transcribed'",
      "stage = NULL, next_attempt_at = NULL, failed_stage = 'notify', error_class = 'x'",
    ];
    for (const columns of busy) {
      await pipeline.query('DELETE FROM calls');
      const before = await insertNotified(columns);
      expect(await rerun()).toEqual({ kind: 'busy', state: before.processing_state });
      expect(await getCall(pipeline.db, callid)).toEqual(before);
    }
  });

  test('refuses what has not been through the stage, has left the hot tier, or is not there', async () => {
    const idle = 'stage = NULL, next_attempt_at = NULL';
    for (const state of ['archived', 'failed_stt', 'skipped'] as const) {
      await pipeline.query('DELETE FROM calls');
      const facts = "failed_stage = 'recognize', error_class = 'x', dead_lettered_at = '2026-01-01'";
      const reason = state === 'skipped' ? "skip_reason = 'too_short'" : facts;
      await insertNotified(`${idle}, processing_state = '${state}', ${reason}`);
      expect(await rerun()).toEqual({ kind: 'not_rerunnable', state });
    }
    expect(await rerun({ key: { bid, callid: 'nowhere' } })).toEqual({ kind: 'not_found' });
  });

  test('refuses a call that is not the one that was seen', async () => {
    const { version } = await insertNotified();
    const expecting = (seen: number) => rerun({ isExpected: (call) => call.version === seen });
    expect(await expecting(version + 1)).toEqual({ kind: 'changed' });
    expect(await expecting(version)).toMatchObject({ kind: 'due' });
  });

  test('undoes all of it where what was to be prepared fails', async () => {
    const before = await insertNotified();
    const failing = rerun({
      async prepare(tx) {
        await noteEffect(tx, callid, 'prepared');
        throw new Error('no transcript');
      },
    });
    await expect(failing).rejects.toThrow('no transcript');
    expect(await getCall(pipeline.db, callid)).toEqual(before);
    expect(await pipeline.query('SELECT id FROM sys_logs')).toEqual([]);
  });

  test('happens once, when many ask for it at once', async () => {
    await insertNotified();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => rerun()));
    expect(outcomes.filter(({ kind }) => kind === 'due')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'busy')).toHaveLength(7);
    expect(await permitsIn(pipeline, 'analyze')).toBe(1);
  });

  test('leaves the permit to the sweep while the broker is away', async () => {
    await insertNotified();
    const away = { publishPermit: () => Promise.reject(new Error('away')) } as unknown as Broker;
    expect(await rerun({}, away)).toMatchObject({ kind: 'due' });
    expect(await permitsIn(pipeline, 'analyze')).toBe(0);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(1);
  });
});
