import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deadLetterMessageSchema } from '@callscript/contracts';
import { countDueCalls } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { failedQueueName } from '@callscript/messaging';
import { describe, expect, test } from 'vitest';
import { reissueLostPermits, returnExpiredClaims } from '../src/index.ts';
import type { WorkerSettings } from './_worker.ts';
import { effects, getCall, insertDueCalls, keepSweeping, startRunner, sweepDeps, waitForEffects } from './_support.ts';
import { pipelinePerFile } from './_pipelines.ts';

const pipeline = pipelinePerFile();

const leaseMs = 1_000;
const program = fileURLToPath(new URL('_worker.ts', import.meta.url));

interface Worker extends AsyncDisposable {
  /** What it has told so far. */
  told: string[];
  hasTold(word: string): Promise<unknown>;
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
}

function startWorker(workerId: string, work: WorkerSettings['work']): Worker {
  const { databaseUrl, brokerUrl } = pipeline;
  const settings: WorkerSettings = { databaseUrl, brokerUrl, workerId, leaseMs, work };
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const told: string[] = [];
  createInterface(child.stdout).on('line', (line) => told.push(line));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return {
    told,
    hasTold: (word) => waitFor(() => told.includes(word), { timeoutMs: 30_000, message: `${workerId}: no "${word}"` }),
    signal: (signal) => void child.kill(signal),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

async function sweepUntilReturned(): Promise<void> {
  await waitFor(() => returnExpiredClaims(sweepDeps(pipeline)), { message: 'no lease ran out' });
}

/** A returned call is due after its backoff; its permit may be the delayed one or one of the sweep. */
async function permitWhenDue(): Promise<void> {
  await waitFor(() => countDueCalls(pipeline.db, 'analyze', 1));
  await reissueLostPermits(sweepDeps(pipeline));
}

describe('a worker that is killed in the middle of a call', () => {
  test('loses the call to another worker, which finishes it once', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await permitWhenDue();
    {
      await using victim = startWorker('victim', { kind: 'hang' });
      await victim.hasTold('working c-0');
      expect(await returnExpiredClaims(sweepDeps(pipeline))).toBe(0);
    }
    await sweepUntilReturned();
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'transcribed',
      attempts: 1,
      error_class: 'worker_lost',
      lease_owner: null,
    });
    await permitWhenDue();
    await using _ = await startRunner(pipeline, 'analyze', { workerId: 'successor' });
    await waitForEffects(pipeline, 1);
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'successor' }]);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'analyzed',
      stage: 'notify',
      attempts: 0,
      error_class: null,
    });
  });

  test('keeps its call for as long as it lives, however long that takes', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await permitWhenDue();
    await using worker = startWorker('patient', { kind: 'sleep', ms: 3 * leaseMs });
    await worker.hasTold('working c-0');
    await waitFor(async () => {
      expect(await returnExpiredClaims(sweepDeps(pipeline))).toBe(0);
      return worker.told.includes('success');
    });
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'patient' }]);
  });

  test('for the third time ends the call as failed, with a dead letter', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    for (let loss = 1; loss <= 3; loss += 1) {
      await permitWhenDue();
      await using victim = startWorker(`victim-${loss}`, { kind: 'hang' });
      await victim.hasTold('working c-0');
      await victim.kill();
      await sweepUntilReturned();
    }
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'failed_analysis',
      stage: null,
      attempts: 3,
      failed_stage: 'analyze',
      error_class: 'worker_lost',
      dead_lettered_at: expect.any(Date),
    });
    const letters: Buffer[] = [];
    await using _ = await pipeline.broker.consume({
      queue: failedQueueName('analyze'),
      prefetch: 10,
      onMessage(delivery) {
        letters.push(delivery.body);
        delivery.ack();
      },
    });
    await waitFor(() => letters.length > 0);
    expect(letters.map((body) => deadLetterMessageSchema.parse(JSON.parse(body.toString())))).toEqual([
      expect.objectContaining({ callid: 'c-0', failure: 'exhausted', attempts: 3, error_class: 'worker_lost' }),
    ]);
    expect(await effects(pipeline)).toEqual([]);
  });
});

describe('a worker that wakes up late', () => {
  const takeOver = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    stack.use(await startRunner(pipeline, 'analyze', { workerId: 'successor' }));
    // The late worker may hold permits that it cannot spend; the sweep makes up for them.
    stack.use(keepSweeping(pipeline));
    await waitForEffects(pipeline, 1);
  };

  test('cannot overwrite its successor: the process was stopped', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await permitWhenDue();
    await using late = startWorker('late', { kind: 'sleep', ms: 1_500 });
    await late.hasTold('working c-0');
    late.signal('SIGSTOP');
    await takeOver();
    const before = await getCall(pipeline.db, 'c-0');
    late.signal('SIGCONT');
    await late.hasTold('lease_lost');
    expect(late.told).not.toContain('success');
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'successor' }]);
    expect(await getCall(pipeline.db, 'c-0')).toEqual(before);
  });

  test('cannot overwrite its successor: its work blocked the event loop and its heartbeat', async () => {
    await insertDueCalls(pipeline, 'analyze', 1);
    await permitWhenDue();
    await using late = startWorker('late', { kind: 'block', ms: 6 * leaseMs });
    await late.hasTold('working c-0');
    await takeOver();
    const before = await getCall(pipeline.db, 'c-0');
    await late.hasTold('worked c-0');
    await late.hasTold('lease_lost');
    expect(late.told).not.toContain('success');
    expect(await effects(pipeline)).toEqual([{ callid: 'c-0', worker: 'successor' }]);
    expect(await getCall(pipeline.db, 'c-0')).toEqual(before);
  });
});
