import { createTcpProxy, waitFor } from '@callscript/devstack/testing';
import { describe, expect, test } from 'vitest';
import type { Stage } from '@callscript/contracts';
import { failedQueueName, queueName } from '@callscript/messaging';
import { buildPermit, publishOwedDeadLetters, reissueLostPermits, returnExpiredClaims } from '../src/index.ts';
import {
  createPipeline,
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

const queueDepth = (name: string) => async () => (await pipeline.broker.checkQueue(name)).messageCount;

async function publishPermit(callid: string): Promise<void> {
  await pipeline.broker.publishPermit('analyze', buildPermit('analyze', await getCall(pipeline.db, callid)));
}

describe('reissueLostPermits', () => {
  test('issues as many permits as are missing for due calls, and none when none are', async () => {
    await insertDueCalls(pipeline, 'analyze', 10);
    await insertDueCalls(pipeline, 'notify', 2, { prefix: 'n' });
    await pipeline.query("UPDATE calls SET next_attempt_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE callid = 'c-9'");
    for (let i = 0; i < 3; i += 1) await publishPermit(`c-${i}`);
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 3);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(6 + 2);
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 9);
    expect(await permitsIn(pipeline, 'notify')).toBe(2);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(0);
  });

  test('makes up for more than one portion in one pass, one permit a call', async () => {
    await insertDueCalls(pipeline, 'analyze', 2_300);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(2_300);
    const named = new Set<string>();
    await using _ = await pipeline.broker.consume({
      queue: queueName('analyze'),
      prefetch: 500,
      onMessage(delivery) {
        named.add((JSON.parse(delivery.body.toString()) as { callid: string }).callid);
        delivery.ack();
      },
    });
    await waitFor(() => named.size === 2_300);
  });

  test('makes up for the permit of the next stage that could not be published', async () => {
    const url = new URL(pipeline.brokerUrl);
    await using proxy = await createTcpProxy({ targetPort: Number(url.port) });
    url.port = String(proxy.port);
    await using fragile = await createPipeline({ brokerUrl: url.href, databaseUrl: pipeline.databaseUrl });
    await insertDueCalls(pipeline, 'analyze', 1);
    await publishPermit('c-0');
    const working = gate();
    await using runner = await startRunner(fragile, 'analyze', { work: () => working.pass() });
    await working.reached;
    await proxy.refuse();
    proxy.cut();
    await waitFor(() => !fragile.broker.isReady());
    working.open();
    await waitFor(() => fragile.logger.events('announcement_owed').length === 1);
    expect(runner.outcomes).toEqual(['success']);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ processing_state: 'analyzed', stage: 'notify' });
    expect(await permitsIn(pipeline, 'notify')).toBe(0);
    expect(await reissueLostPermits(sweepDeps(pipeline))).toBe(1);
    await waitFor(async () => (await permitsIn(pipeline, 'notify')) === 1);
  });
});

describe('a spare permit', () => {
  test('costs a look and nothing else', async () => {
    await insertDueCalls(pipeline, 'analyze', 2);
    for (let i = 0; i < 12; i += 1) await publishPermit('c-0');
    await using runner = await startRunner(pipeline, 'analyze', { concurrency: 3 });
    await waitFor(() => runner.spares() === 10);
    await waitForEffects(pipeline, 2);
    expect(await effects(pipeline)).toHaveLength(2);
    expect(await permitsIn(pipeline, 'analyze')).toBe(0);
  });

  test('is spent on whatever call is due, also one it does not name', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await publishPermit('c-0');
    await pipeline.query("UPDATE calls SET callid = 'renamed'");
    await using _ = await startRunner(pipeline, 'analyze');
    await waitForEffects(pipeline, 1);
    expect(await effects(pipeline)).toMatchObject([{ callid: 'renamed' }]);
  });
});

describe('a permit whose call is locked', () => {
  test.each([60, 400])('for %i ms by a duplicate of its webhook is spent without a sweep', async (lockedMs) => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await using duplicate = await pipeline.database.pool.getConnection();
    await duplicate.query('START TRANSACTION');
    await duplicate.query("UPDATE calls SET bid = bid WHERE callid = 'c-0'");
    await using runner = await startRunner(pipeline, 'analyze');
    await publishPermit('c-0');
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 0);
    await new Promise((resolve) => setTimeout(resolve, lockedMs));
    expect(runner.outcomes).toEqual([]);
    await duplicate.query('ROLLBACK');
    await waitFor(() => runner.outcomes.length === 1, { timeoutMs: 3_000 });
    expect(await effects(pipeline)).toHaveLength(1);
  });
});

describe('a permit that reaches a busy worker', () => {
  test('is handed back and spent by an idle one within seconds', async () => {
    await insertDueCalls(pipeline, 'analyze', 2);
    await publishPermit('c-0');
    const busy = gate();
    await using a = await startRunner(pipeline, 'analyze', { workerId: 'busy', work: () => busy.pass() });
    await busy.reached;
    await publishPermit('c-1');
    // It is in the busy worker's hand now.
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 0);
    await using b = await startRunner(pipeline, 'analyze', { workerId: 'idle' });
    await waitFor(() => b.outcomes.length === 1, { timeoutMs: 5_000 });
    expect(await effects(pipeline)).toEqual([{ callid: 'c-1', worker: 'idle' }]);
    expect(a.outcomes).toEqual([]);
    busy.open();
    await waitFor(() => a.outcomes.length === 1);
  });

  test('waits in the queue when nobody is idle, and is spent when somebody is', async () => {
    await insertDueCalls(pipeline, 'analyze', 3);
    await reissueLostPermits(sweepDeps(pipeline));
    const busy = gate();
    let first = true;
    await using runner = await startRunner(pipeline, 'analyze', {
      async work() {
        if (!first) return;
        first = false;
        await busy.pass();
      },
    });
    await busy.reached;
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 2, { message: 'nothing was handed back' });
    busy.open();
    await waitForEffects(pipeline, 3);
    await waitFor(() => runner.outcomes.length === 3);
    expect(runner.spares()).toBe(0);
  });
});

describe('every permit', () => {
  test('carries the trace of its call: issued, handed back, and of the next stage', async () => {
    const traces = async (stage: Stage): Promise<unknown[]> => {
      const seen: unknown[] = [];
      await using _ = await pipeline.broker.consume({
        queue: queueName(stage),
        prefetch: 1,
        onMessage({ headers }) {
          seen.push(headers['traceparent']);
        },
      });
      await waitFor(() => seen.length > 0);
      return seen;
    };
    await insertDueCalls(pipeline, 'analyze', 2);
    const busy = gate();
    {
      await reissueLostPermits(sweepDeps(pipeline));
      await using runner = await startRunner(pipeline, 'analyze', { work: () => busy.pass() });
      await busy.reached;
      await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 1, { message: 'nothing was handed back' });
      // The one that was handed back.
      const [handedBack] = await traces('analyze');
      const ids = (await pipeline.query('SELECT correlation_id AS id FROM calls')).map(({ id }) => String(id));
      const traceIds = ids.map((id) => id.replaceAll('-', '')).join('|');
      expect(handedBack).toMatch(new RegExp(`^00-(${traceIds})-[0-9a-f]{16}-01$`));
      busy.open();
      await waitFor(() => runner.outcomes.length > 0);
      expect((await traces('notify'))[0]).toMatch(new RegExp(`^00-(${traceIds})-[0-9a-f]{16}-01$`));
    }
  });
});

describe('the sweep', () => {
  test('returns every lost call and sends every owed letter in one pass', async () => {
    await insertDueCalls(pipeline, 'analyze', 350);
    await pipeline.query(
      `UPDATE calls SET processing_state = 'analyzing', next_attempt_at = NULL, attempts = 2, lease_owner = 'lost',
       lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND`,
    );
    const deps = sweepDeps(pipeline);
    expect(await returnExpiredClaims(deps)).toBe(350);
    const failed = queueDepth(failedQueueName('analyze'));
    await waitFor(async () => (await failed()) === 350);
    await pipeline.query('UPDATE calls SET dead_lettered_at = NULL');
    expect(await publishOwedDeadLetters(deps)).toBe(350);
    await waitFor(async () => (await failed()) === 700);
  });

  test('finds nothing to do in a healthy pipeline', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await publishPermit('c-0');
    const deps = sweepDeps(pipeline);
    const found = [await returnExpiredClaims(deps), await publishOwedDeadLetters(deps), await reissueLostPermits(deps)];
    expect(found).toEqual([0, 0, 0]);
  });
});
