import { countDueCalls } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { describe, expect, test } from 'vitest';
import { reissueLostPermits } from '../src/index.ts';
import {
  effects,
  gate,
  getCall,
  insertDueCalls,
  permitsIn,
  startRunner,
  sweepDeps,
  waitForEffects,
} from './_support.ts';
import { pipelinePerTest } from './_pipelines.ts';

const pipeline = pipelinePerTest();

async function startWith(count: number): Promise<void> {
  await insertDueCalls(pipeline, 'analyze', count);
  await reissueLostPermits(sweepDeps(pipeline));
}

describe('a runner that is disposed', () => {
  test('lets running work finish and begins no other', async () => {
    await startWith(5);
    const working = gate();
    let begun = 0;
    const runner = await startRunner(pipeline, 'analyze', {
      concurrency: 2,
      async work() {
        begun += 1;
        if (begun === 2) working.open();
        await working.pass();
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
    });
    await waitFor(() => begun === 2);
    await runner[Symbol.asyncDispose]();
    expect(begun).toBe(2);
    expect(runner.outcomes).toEqual(['success', 'success']);
    expect(await effects(pipeline)).toHaveLength(2);
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 3);
    expect(await countDueCalls(pipeline.db, 'analyze', 10)).toBe(3);
  });

  test('gives back what its deadline cuts off, at no cost of an attempt and with a permit', async () => {
    await startWith(1);
    const reached = gate();
    const runner = await startRunner(pipeline, 'analyze', {
      drainMs: 200,
      // Work that never ends and does not listen.
      async work() {
        void reached.pass();
        await new Promise(() => {});
      },
    });
    await reached.reached;
    await runner[Symbol.asyncDispose]();
    expect(runner.outcomes).toEqual([]);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'transcribed',
      lease_owner: null,
      attempts: 0,
      error_class: null,
      first_failed_at: null,
    });
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 1);
    await using _ = await startRunner(pipeline, 'analyze', { workerId: 'successor' });
    await waitForEffects(pipeline, 1);
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'successor' }]);
  });

  test('gives work that listens to its signal the reason', async () => {
    await startWith(1);
    const reached = gate();
    let reason: unknown;
    const runner = await startRunner(pipeline, 'analyze', {
      drainMs: 50,
      work: (_call, { signal }) =>
        new Promise((_, reject) => {
          void reached.pass();
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(new Error('cut off'));
          });
        }),
    });
    await reached.reached;
    await runner[Symbol.asyncDispose]();
    expect(reason).toMatchObject({ code: 'shutdown' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ attempts: 0, processing_state: 'transcribed' });
  });

  test('keeps a call until its work has ended, so that it never runs in two places', async () => {
    await startWith(1);
    const reached = gate();
    let heldWhileItRan: unknown;
    const runner = await startRunner(pipeline, 'analyze', {
      drainMs: 4_000,
      work: async (_call, { signal }) => {
        void reached.pass();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await new Promise((resolve) => setTimeout(resolve, 250));
        heldWhileItRan = (await getCall(pipeline.db, 'c-0')).lease_owner;
        throw new Error('ended late');
      },
    });
    await reached.reached;
    await runner[Symbol.asyncDispose]();
    expect(heldWhileItRan).toBe('worker-1');
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ lease_owner: null, attempts: 0 });
  });

  test('waits for a claim that was under way when the end began', async () => {
    await startWith(1);
    await using blocker = await pipeline.database.pool.getConnection();
    // A claim is complete with its line in the history, which this lock holds up.
    await blocker.query('LOCK TABLES pcaa_processing_log WRITE');
    const runner = await startRunner(pipeline, 'analyze', { drainMs: 300 });
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 0);
    const ended = runner[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await blocker.query('UNLOCK TABLES');
    await ended;
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ lease_owner: null, attempts: 0 });
  });

  test('is done at once when it has nothing to do', async () => {
    const runner = await startRunner(pipeline, 'analyze', { drainMs: 60_000 });
    await runner[Symbol.asyncDispose]();
    await startWith(1);
    // It stays there: nobody consumes any more.
    expect(await waitFor(() => permitsIn(pipeline, 'analyze'))).toBe(1);
    expect(runner.outcomes).toEqual([]);
  });
});
