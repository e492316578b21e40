import { deadLetterMessageSchema, permitSchemas, type DeadLetterMessage, type Stage } from '@callscript/contracts';
import { appendSysLog, listHistory } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { failedQueueName } from '@callscript/messaging';
import { describe, expect, test } from 'vitest';
import { reissueLostPermits, StageError } from '../src/index.ts';
import { bid, effects, getCall, insertDueCalls, startRunner, sweepDeps, waitForEffects } from './_support.ts';
import { pipelinePerTest } from './_pipelines.ts';

const pipeline = pipelinePerTest();

async function startWith(stage: Stage, count = 1): Promise<void> {
  await insertDueCalls(pipeline, stage, count);
  await reissueLostPermits(sweepDeps(pipeline));
}

/** The next dead letter of the stage, as anyone who keeps to the contract reads it. */
async function nextDeadLetter(stage: Stage): Promise<{ letter: DeadLetterMessage; messageId: string | undefined }> {
  const received = Promise.withResolvers<{ letter: DeadLetterMessage; messageId: string | undefined }>();
  await using _ = await pipeline.broker.consume({
    queue: failedQueueName(stage),
    prefetch: 1,
    onMessage(delivery) {
      delivery.ack();
      const letter = deadLetterMessageSchema.parse(JSON.parse(delivery.body.toString()));
      received.resolve({ letter, messageId: delivery.messageId });
    },
  });
  return await received.promise;
}

describe('a failure that is worth another try', () => {
  test('is tried three times through the delay queue and ends as a dead letter', async () => {
    await startWith('analyze');
    const attempts: number[] = [];
    await using runner = await startRunner(pipeline, 'analyze', {
      async work(call) {
        attempts.push(call.attempts);
        throw new Error(`failure number ${attempts.length}`);
      },
    });
    const { letter, messageId } = await nextDeadLetter('analyze');
    expect(attempts).toEqual([0, 1, 2]);
    await waitFor(() => runner.outcomes.length === 3);
    expect(runner.outcomes).toEqual(['retry', 'retry', 'failed']);
    const call = await getCall(pipeline.db, 'c-0');
    expect(call).toMatchObject({
      processing_state: 'failed_analysis',
      stage: null,
      next_attempt_at: null,
      lease_owner: null,
      attempts: 3,
      failed_stage: 'analyze',
      error_class: 'Error',
      error_message: 'failure number 3',
    });
    await waitFor(async () => (await getCall(pipeline.db, 'c-0')).dead_lettered_at);
    expect(letter).toEqual({
      stage: 'analyze',
      bid,
      callid: 'c-0',
      failure: 'exhausted',
      error_class: 'Error',
      error_message: 'failure number 3',
      attempts: 3,
      first_failed_at: call.first_failed_at?.toISOString(),
      last_failed_at: call.last_failed_at?.toISOString(),
      message: { bid, callid: 'c-0', attempt: 3, queued_at: expect.any(String) },
    });
    expect(call.first_failed_at?.getTime()).toBeLessThan(call.last_failed_at?.getTime() ?? 0);
    expect(messageId).toBe(`${bid}/c-0/analyze/${call.version}`);
    const history = await listHistory(pipeline.db, call);
    expect(history.map(({ status, attempt, error_message }) => [status, attempt, error_message])).toEqual([
      ['started', 1, null],
      ['failed', 1, 'Error: failure number 1'],
      ['started', 2, null],
      ['failed', 2, 'Error: failure number 2'],
      ['started', 3, null],
      ['failed', 3, 'Error: failure number 3'],
    ]);
  });

  test('is forgotten by the stage that succeeds after it', async () => {
    await startWith('analyze');
    await using _ = await startRunner(pipeline, 'analyze', {
      async work(call) {
        if (call.attempts === 0) throw new Error('once');
      },
    });
    await waitForEffects(pipeline, 1);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'analyzed',
      stage: 'notify',
      attempts: 0,
      error_class: null,
      first_failed_at: null,
    });
  });
});

describe('a permanent failure', () => {
  test.each([
    ['transcribe', 'failed_stt'],
    ['recognize', 'failed_stt'],
    ['analyze', 'failed_analysis'],
    ['notify', 'analyzed'],
    ['archive', 'notified'],
  ] as const)('of %s ends the stage at once and leaves the call %s', async (stage, state) => {
    await startWith(stage);
    await using runner = await startRunner(pipeline, stage, {
      work: () => Promise.reject(new StageError('permanent', 'not_audio', 'a login page came instead')),
    });
    const { letter } = await nextDeadLetter(stage);
    expect(letter).toMatchObject({ stage, failure: 'permanent', error_class: 'not_audio', attempts: 1 });
    await waitFor(() => runner.outcomes.length === 1);
    expect(runner.outcomes).toEqual(['failed']);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: state,
      stage: null,
      failed_stage: stage,
      error_class: 'not_audio',
    });
  });
});

describe('a stage that is throttled', () => {
  test('waits as long as it was told, at no cost of an attempt', async () => {
    await startWith('analyze');
    const attempts: number[] = [];
    const at: number[] = [];
    await using runner = await startRunner(pipeline, 'analyze', {
      async work(call) {
        attempts.push(call.attempts);
        at.push(performance.now());
        if (attempts.length < 5) throw new StageError('throttled', 'http_429', 'slow down', { retryAfterMs: 900 });
      },
    });
    await waitForEffects(pipeline, 1);
    expect(attempts).toEqual([0, 0, 0, 0, 0]);
    at.slice(1).forEach((time, i) => expect(time - (at[i] ?? 0)).toBeGreaterThanOrEqual(895));
    await waitFor(() => runner.outcomes.length === 5);
    expect(runner.outcomes).toEqual(['retry', 'retry', 'retry', 'retry', 'success']);
  });

  test('is given up like one whose attempts are spent when that has gone on for a day', async () => {
    await startWith('analyze');
    await pipeline.query('UPDATE calls SET first_failed_at = UTC_TIMESTAMP(3) - INTERVAL 86399 SECOND');
    let tries = 0;
    await using runner = await startRunner(pipeline, 'analyze', {
      work() {
        tries += 1;
        return Promise.reject(new StageError('throttled', 'http_429', 'slow down', { retryAfterMs: 1_500 }));
      },
    });
    const { letter } = await nextDeadLetter('analyze');
    expect(letter).toMatchObject({
      failure: 'exhausted',
      error_class: 'http_429',
      attempts: 0,
      message: { attempt: 1 },
    });
    expect(permitSchemas.analyze.parse(letter.message)).toEqual(letter.message);
    expect(tries).toBe(2);
    await waitFor(() => runner.outcomes.length === 2);
    expect(runner.outcomes).toEqual(['retry', 'failed']);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ processing_state: 'failed_analysis', stage: null });
  });

  test('lets newer calls pass meanwhile', async () => {
    await startWith('analyze', 2);
    await using _ = await startRunner(pipeline, 'analyze', {
      async work(call) {
        if (call.callid === 'c-0') throw new StageError('throttled', 'http_429', 'slow down');
      },
    });
    await waitForEffects(pipeline, 1);
    expect(await effects(pipeline)).toMatchObject([{ callid: 'c-1' }]);
    const waiting = await getCall(pipeline.db, 'c-0');
    expect(waiting).toMatchObject({ processing_state: 'transcribed', attempts: 0, error_class: 'http_429' });
    expect(waiting.next_attempt_at?.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });
});

describe('the time limit', () => {
  test('ends work that listens to its signal, as a failure that is worth another try', async () => {
    await startWith('analyze');
    await using runner = await startRunner(pipeline, 'analyze', {
      timeLimitMs: 100,
      work: (_call, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('the download was cut off')));
        }),
    });
    await waitFor(() => runner.outcomes.length === 1);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      attempts: 1,
      error_class: 'time_limit',
      error_message: 'the stage did not finish within 100 ms',
    });
  });

  test('frees the slot of work that ignores its signal, and drops what it brings in the end', async () => {
    await startWith('analyze', 2);
    const late = Promise.withResolvers<void>();
    await using _ = await startRunner(pipeline, 'analyze', {
      timeLimitMs: 150,
      retryBaseMs: 3_600_000,
      work: async (call) => (call.callid === 'c-0' ? await late.promise : undefined),
    });
    await waitForEffects(pipeline, 1);
    late.resolve();
    await late.promise;
    expect(await effects(pipeline)).toMatchObject([{ callid: 'c-1' }]);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ attempts: 1, error_class: 'time_limit' });
  });

  test('survives work that rejects after everyone stopped listening', async () => {
    await startWith('analyze', 2);
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    try {
      const late = Promise.withResolvers<void>();
      await using _ = await startRunner(pipeline, 'analyze', {
        timeLimitMs: 100,
        work: async (call) => (call.callid === 'c-0' ? await late.promise : undefined),
      });
      await waitForEffects(pipeline, 1);
      late.reject(new Error('too late'));
      await new Promise((resolve) => setImmediate(resolve));
      expect(rejections).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});

describe('a save that fails', () => {
  test('leaves nothing behind and is tried again without a word about what it was to store', async () => {
    await startWith('analyze');
    let saves = 0;
    await using _ = await startRunner(pipeline, 'analyze', {
      handler: {
        stage: 'analyze',
        work: () => Promise.resolve(),
        async save(tx, call) {
          saves += 1;
          await appendSysLog(tx, { source: 'worker-1', level: 'info', message: call.callid });
          if (saves === 1) {
            await appendSysLog(tx, {
              source: 'card 4111 1111'.repeat(10),
              level: 'info',
              message: 'too long a source',
            });
          }
          return { state: 'analyzed', next: 'notify' };
        },
      },
    });
    await waitForEffects(pipeline, 1);
    expect(await effects(pipeline)).toHaveLength(1);
    const history = await listHistory(pipeline.db, { bid, callid: 'c-0' });
    expect(history.filter(({ status }) => status === 'failed').map((row) => row.error_message)).toEqual([
      'ER_DATA_TOO_LONG: a database statement failed',
    ]);
    expect(JSON.stringify(pipeline.logger.lines.map(({ fields }) => ({ ...fields, err: '' })))).not.toContain('4111');
  });

  test('in a way that the database must refuse ends as a failed call, not as a wrong one', async () => {
    await startWith('analyze');
    await using _ = await startRunner(pipeline, 'analyze', {
      handler: {
        stage: 'analyze',
        work: () => Promise.resolve(),
        save: async () => ({ state: 'transcribed', next: 'archive' }),
      },
    });
    const { letter } = await nextDeadLetter('analyze');
    expect(letter).toMatchObject({ failure: 'exhausted', error_message: 'a database statement failed' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ processing_state: 'failed_analysis' });
  });
});
