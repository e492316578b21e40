import { createTcpProxy, startFaultBroker, startFaultDatabase, waitFor } from '@callscript/devstack/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { reissueLostPermits } from '../src/index.ts';
import {
  createPipeline,
  effects,
  gate,
  getCall,
  insertDueCalls,
  keepSweeping,
  permitsIn,
  startRunner,
  sweepDeps,
  waitForEffects,
  type Pipeline,
} from './_support.ts';

const calls = 100;

async function everythingDone(pipeline: Pipeline) {
  await waitForEffects(pipeline, calls, 90_000);
  return {
    callids: (await effects(pipeline)).map(({ callid }) => callid).sort(),
    states: await pipeline.query('SELECT processing_state AS state, stage, attempts FROM calls GROUP BY 1, 2, 3'),
  };
}

const doneOnce = (callids: readonly string[]) => ({
  callids: [...callids].sort(),
  states: [{ state: 'analyzed', stage: 'notify', attempts: 0 }],
});

describe('RabbitMQ', () => {
  test('that stops and comes back while calls are worked on costs no call and doubles none', async () => {
    await using server = await startFaultBroker();
    await using pipeline = await createPipeline({ brokerUrl: server.url });
    const callids = await insertDueCalls(pipeline, 'analyze', calls);
    await reissueLostPermits(sweepDeps(pipeline));
    const work = (): Promise<void> => sleep(30);
    await using stack = new AsyncDisposableStack();
    for (const workerId of ['a', 'b']) {
      stack.use(await startRunner(pipeline, 'analyze', { workerId, concurrency: 3, work }));
    }
    await waitForEffects(pipeline, 20);
    await server.control.stop();
    const doneWhenAway = (await effects(pipeline)).length;
    expect(doneWhenAway).toBeLessThan(calls);
    await server.control.start();
    stack.use(keepSweeping(pipeline));
    expect(await everythingDone(pipeline)).toEqual(doneOnce(callids));
    // What could not be announced while the broker was away is announced by the sweep.
    await waitFor(async () => (await permitsIn(pipeline, 'notify')) >= calls, { timeoutMs: 30_000 });
  }, 180_000);
});

describe('MySQL', () => {
  test('that is killed and comes back while calls are worked on costs no call and doubles none', async () => {
    await using server = await startFaultDatabase();
    await using pipeline = await createPipeline({ databaseUrl: server.url });
    const callids = await insertDueCalls(pipeline, 'analyze', calls);
    await reissueLostPermits(sweepDeps(pipeline));
    const work = (): Promise<void> => sleep(30);
    const options = { concurrency: 3, leaseMs: 4_000, work };
    await using stack = new AsyncDisposableStack();
    for (const workerId of ['a', 'b']) stack.use(await startRunner(pipeline, 'analyze', { workerId, ...options }));
    await waitForEffects(pipeline, 20);
    await server.control.kill();
    await server.control.start();
    stack.use(keepSweeping(pipeline));
    expect(await everythingDone(pipeline)).toEqual(doneOnce(callids));
  }, 180_000);

  test('that is away when work ends gets the result when it is back, in the same attempt', async () => {
    await using server = await startFaultDatabase();
    await using pipeline = await createPipeline({ databaseUrl: server.url });
    await insertDueCalls(pipeline, 'analyze', 2);
    await reissueLostPermits(sweepDeps(pipeline));
    const [success, failure] = [gate(), gate()];
    await using runner = await startRunner(pipeline, 'analyze', {
      concurrency: 2,
      leaseMs: 60_000,
      // Shorter than the outage: it bounds the work, not the wait for the database.
      timeLimitMs: 2_500,
      async work(call) {
        if (call.callid === 'c-0') return await success.pass();
        await failure.pass();
        throw Object.assign(new Error('not audio'), { failure: 'permanent', code: 'not_audio' });
      },
    });
    await Promise.all([success.reached, failure.reached]);
    await server.control.stop();
    success.open();
    failure.open();
    await sleep(3_000);
    expect(runner.outcomes).toEqual([]);
    await server.control.start();
    await waitFor(() => runner.outcomes.length === 2, { timeoutMs: 30_000 });
    expect([...runner.outcomes].sort()).toEqual(['failed', 'success']);
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'worker-1' }]);
    expect(await getCall(pipeline.db, 'c-1')).toMatchObject({ error_class: 'not_audio', attempts: 1 });
  }, 120_000);

  test('that hangs ends work whose lease nobody can renew', async () => {
    await using target = await createPipeline();
    const url = new URL(target.databaseUrl);
    await using proxy = await createTcpProxy({ targetPort: Number(url.port) });
    url.port = String(proxy.port);
    await using pipeline = await createPipeline({ databaseUrl: url.href, brokerUrl: target.brokerUrl });
    await insertDueCalls(pipeline, 'analyze', 1);
    await reissueLostPermits(sweepDeps(pipeline));
    const stopped = Promise.withResolvers<unknown>();
    const working = gate();
    await using runner = await startRunner(pipeline, 'analyze', {
      leaseMs: 900,
      async work(_call, { signal }) {
        signal.addEventListener('abort', () => stopped.resolve(signal.reason));
        await working.pass();
      },
    });
    await working.reached;
    proxy.freeze();
    expect(await stopped.promise).toMatchObject({ code: 'lease_lost' });
    proxy.thaw();
    await waitFor(() => runner.outcomes.length === 1);
    expect(runner.outcomes).toEqual(['lease_lost']);
  });
});
