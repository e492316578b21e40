import { describe, expect, test } from 'vitest';
import { reissueLostPermits } from '../src/index.ts';
import { effects, insertDueCalls, permitsIn, startRunner, sweepDeps, waitForEffects } from './_support.ts';
import { pipelinePerFile } from './_pipelines.ts';
import { waitFor } from '@callscript/devstack/testing';

const pipeline = pipelinePerFile();

/** Newest first, but for every eighth, which is the oldest. */
function claimOrder(newestFirst: readonly string[]): string[] {
  const waiting = [...newestFirst];
  return newestFirst.map((_, i) => ((i + 1) % 8 === 0 ? waiting.pop() : waiting.shift()) ?? '');
}

describe('a backlog', () => {
  test('is worked off newest first with every eighth claim the oldest, nothing lost and nothing twice', async () => {
    const callids = await insertDueCalls(pipeline, 'notify', 200);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(200);
    const order: string[] = [];
    await using runner = await startRunner(pipeline, 'notify', {
      work: async (call) => void order.push(call.callid),
    });
    await waitForEffects(pipeline, 200);
    expect(order).toEqual(claimOrder(callids));
    expect((await effects(pipeline)).map(({ callid }) => callid).sort()).toEqual([...callids].sort());
    await waitFor(() => runner.outcomes.length === 200);
    expect(new Set(runner.outcomes)).toEqual(new Set(['success']));
    expect(runner.spares()).toBe(0);
    expect(await permitsIn(pipeline, 'notify')).toBe(0);
  });

  test('is shared among workers without a call worked on twice', async () => {
    await insertDueCalls(pipeline, 'notify', 150);
    await reissueLostPermits(sweepDeps(pipeline));
    const worked: string[] = [];
    const options = { concurrency: 5, work: async (call: { callid: string }) => void worked.push(call.callid) };
    await using stack = new AsyncDisposableStack();
    for (const workerId of ['a', 'b']) stack.use(await startRunner(pipeline, 'notify', { ...options, workerId }));
    await waitForEffects(pipeline, 150);
    expect(worked).toHaveLength(150);
    expect(await effects(pipeline)).toHaveLength(150);
  });

  test('does not delay the call that has just ended', async () => {
    await insertDueCalls(pipeline, 'notify', 40);
    await reissueLostPermits(sweepDeps(pipeline));
    const order: string[] = [];
    await using _ = await startRunner(pipeline, 'notify', {
      work: async (call) => {
        order.push(call.callid);
        if (order.length !== 10) return;
        await pipeline.query(
          "UPDATE calls SET call_starttime = call_starttime + INTERVAL 1 DAY WHERE callid = 'c-35' AND stage = 'notify'",
        );
      },
    });
    await waitForEffects(pipeline, 40);
    expect(order[10]).toBe('c-35');
  });
});
