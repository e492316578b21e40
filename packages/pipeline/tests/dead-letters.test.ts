import { randomUUID } from 'node:crypto';
import { deadLetterMessageSchema, type DeadLetterMessage, type Stage } from '@callscript/contracts';
import {
  beginSending,
  claimCall,
  fileDeadLetter,
  findDeadLetter,
  inTransaction,
  listDeadLetters,
  listHistory,
  listOwedDeadLetters,
  resolveDeadLetter,
  settleFailure,
  type NotificationKey,
} from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { failedQueueName, spoolQueue } from '@callscript/messaging';
import { describe, expect, test } from 'vitest';
import { publishOwedDeadLetters, replayDeadLetter, stageRules, type ReplayOutcome } from '../src/index.ts';
import { bid, getCall, insertDueCalls, permitsIn, startRunner, sweepDeps, waitForEffects } from './_support.ts';
import { pipelinePerTest } from './_pipelines.ts';

const pipeline = pipelinePerTest();

/** A worker that commits the failure of a call and dies before it can publish the dead letter. */
async function failAndDie(stage: Stage, callid = 'c-0'): Promise<void> {
  await insertDueCalls(pipeline, stage, 1, { prefix: callid.slice(0, -2) });
  const rules = stageRules[stage];
  await inTransaction(pipeline.db, async (tx) => {
    const claim = await claimCall(tx, {
      stage,
      owner: 'doomed',
      leaseMs: 60_000,
      order: 'newest',
      rules: () => rules,
    });
    if (claim === undefined) throw new Error('nothing was due');
    const state = rules.failed ?? claim.call.processing_state;
    await settleFailure(tx, claim, { errorClass: 'not_audio', errorMessage: 'no', stage, state, attempts: 1 });
  });
}

interface Filed {
  delivered: { messageId: string; letter: DeadLetterMessage }[];
  filed: boolean[];
}

/** Files what arrives, as the recorder of the orchestrator does. */
async function recordLetters(stage: Stage): Promise<AsyncDisposable & Filed> {
  const delivered: Filed['delivered'] = [];
  const filed: boolean[] = [];
  const subscription = await pipeline.broker.consume({
    queue: failedQueueName(stage),
    prefetch: 1,
    async onMessage(delivery) {
      const letter = deadLetterMessageSchema.parse(JSON.parse(delivery.body.toString()));
      const messageId = delivery.messageId ?? '';
      filed.push(await fileDeadLetter(pipeline.db, messageId, letter));
      delivered.push({ messageId, letter });
      delivery.ack();
    },
  });
  return { delivered, filed, [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose]() };
}

async function fileOwed(stage: Stage): Promise<number> {
  await using recorder = await recordLetters(stage);
  await publishOwedDeadLetters(sweepDeps(pipeline));
  await waitFor(() => recorder.filed.length > 0);
  const [newest] = await listDeadLetters(pipeline.db, { limit: 1 });
  return newest?.id ?? 0;
}

const replay = (id: number): Promise<ReplayOutcome> => replayDeadLetter(pipeline, { id, by: 'ops@example.com' });

describe('publishOwedDeadLetters', () => {
  test('sends the letter of a call whose worker died between commit and publish', async () => {
    await failAndDie('transcribe');
    await using recorder = await recordLetters('transcribe');
    expect(await publishOwedDeadLetters(sweepDeps(pipeline))).toBe(1);
    await waitFor(() => recorder.delivered.length === 1);
    expect(recorder.delivered[0]?.letter).toMatchObject({
      stage: 'transcribe',
      callid: 'c-0',
      failure: 'permanent',
      error_class: 'not_audio',
      message: { recording_url: 'https://recordings.example.com/1.wav', attempt: 1 },
    });
    expect(await publishOwedDeadLetters(sweepDeps(pipeline))).toBe(0);
  });

  test('sends it again when it died before noting that it had, and the letter is filed once', async () => {
    await failAndDie('transcribe');
    await using recorder = await recordLetters('transcribe');
    await publishOwedDeadLetters(sweepDeps(pipeline));
    await pipeline.query('UPDATE calls SET dead_lettered_at = NULL');
    await publishOwedDeadLetters(sweepDeps(pipeline));
    await waitFor(() => recorder.filed.length === 2);
    expect(recorder.filed).toEqual([true, false]);
    expect(new Set(recorder.delivered.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await listOwedDeadLetters(pipeline.db, 10)).toEqual([]);
  });
});

/** Transactions that wait for the lock of a letter. */
const lockWaits = `SELECT 1 FROM information_schema.INNODB_TRX
  WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%dead_letters%'`;

/** A letter as the gateway files it when it gives a spooled webhook up. */
async function fileSpooled(errorClass: string, text: string): Promise<number> {
  const now = new Date().toISOString();
  await fileDeadLetter(pipeline.db, randomUUID(), {
    stage: 'transcribe',
    bid,
    callid: 'c-0',
    failure: 'exhausted',
    error_class: errorClass,
    error_message: 'ER_LOCK_DEADLOCK',
    attempts: 5,
    first_failed_at: now,
    last_failed_at: now,
    message: text,
  });
  const [letter] = await listDeadLetters(pipeline.db, { limit: 1 });
  return letter?.id ?? 0;
}

describe('replayDeadLetter', () => {
  test.each([
    ['transcribe', 'queued'],
    ['recognize', 'queued'],
    ['analyze', 'transcribed'],
    ['notify', 'analyzed'],
    ['archive', 'notified'],
  ] as const)(
    'makes a call that failed at %s due again there, with fresh attempts and a permit',
    async (stage, state) => {
      await failAndDie(stage);
      const id = await fileOwed(stage);
      expect(await replay(id)).toEqual({ kind: 'replayed', stage, bid, callid: 'c-0' });
      const call = await getCall(pipeline.db, 'c-0');
      expect(call).toMatchObject({
        processing_state: state,
        stage,
        attempts: 0,
        failed_stage: null,
        error_class: null,
      });
      await waitFor(async () => (await permitsIn(pipeline, stage)) === 1);
      expect((await listDeadLetters(pipeline.db, { limit: 1 }))[0]).toMatchObject({
        status: 'replayed',
        resolved_by: 'ops@example.com',
      });
      expect((await listHistory(pipeline.db, call)).at(-1)).toMatchObject({
        stage: 'replayed',
        worker_id: 'ops@example.com',
      });
      await using _ = await startRunner(pipeline, stage);
      await waitForEffects(pipeline, 1);
    },
  );

  test('that fails once more files another letter, which can be replayed in its turn', async () => {
    await failAndDie('analyze');
    const first = await fileOwed('analyze');
    await replay(first);
    {
      await using runner = await startRunner(pipeline, 'analyze', {
        work: () => Promise.reject(Object.assign(new Error('no'), { failure: 'permanent', code: 'not_audio' })),
      });
      await waitFor(() => runner.outcomes.length === 1);
    }
    await using recorder = await recordLetters('analyze');
    await waitFor(() => recorder.filed.length === 1);
    expect(recorder.filed).toEqual([true]);
    const [second] = await listDeadLetters(pipeline.db, { status: 'open', limit: 1 });
    expect(second?.id).not.toBe(first);
    expect(await replay(second?.id ?? 0)).toMatchObject({ kind: 'replayed' });
  });

  test('happens once, when two people ask for it at once', async () => {
    await failAndDie('analyze');
    const id = await fileOwed('analyze');
    const outcomes = await Promise.all([replay(id), replay(id), replay(id)]);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(1);
    await waitFor(async () => (await permitsIn(pipeline, 'analyze')) === 1);
  });

  test('tells what stands against it', async () => {
    expect(await replay(4711)).toEqual({ kind: 'not_found' });

    await failAndDie('analyze', 'dropped-0');
    const dropped = await fileOwed('analyze');
    await inTransaction(pipeline.db, (tx) =>
      resolveDeadLetter(tx, dropped, { status: 'dropped', by: 'ops@example.com', reason: 'spam' }),
    );
    expect(await replay(dropped)).toEqual({ kind: 'not_open', status: 'dropped' });

    await failAndDie('analyze', 'moved-0');
    const moved = await fileOwed('analyze');
    await pipeline.query(
      "UPDATE calls SET processing_state = 'transcribed', stage = 'analyze', next_attempt_at = UTC_TIMESTAMP(3), failed_stage = NULL WHERE callid = 'moved-0'",
    );
    expect(await replay(moved)).toEqual({ kind: 'call_moved_on', state: 'transcribed' });
    await pipeline.query("DELETE FROM calls WHERE callid = 'moved-0'");
    expect(await replay(moved)).toEqual({ kind: 'call_moved_on', state: 'unknown' });

    const now = new Date().toISOString();
    await fileDeadLetter(pipeline.db, 'unreadable', {
      stage: 'analyze',
      bid: null,
      callid: null,
      failure: 'unreadable',
      error_class: 'InvalidJson',
      error_message: 'body: not JSON',
      attempts: 0,
      first_failed_at: now,
      last_failed_at: now,
      message: '<html>',
    });
    const [unreadable] = await listDeadLetters(pipeline.db, { limit: 1 });
    expect(await replay(unreadable?.id ?? 0)).toEqual({ kind: 'names_no_call' });
    expect(unreadable?.status).toBe('open');
  });

  test('finds out that somebody drops the letter at the same moment', async () => {
    await failAndDie('analyze');
    const id = await fileOwed('analyze');
    let asked: Promise<ReplayOutcome> | undefined;
    await inTransaction(pipeline.db, async (tx) => {
      await resolveDeadLetter(tx, id, { status: 'dropped', by: 'ravi', reason: 'spam' });
      asked = replay(id);
      // It waits for the lock that this transaction holds. The server renews the list only when nobody has read it for 100 ms.
      await waitFor(async () => (await pipeline.query(lockWaits)).length > 0, { intervalMs: 250 });
    });
    expect(await asked).toEqual({ kind: 'not_open', status: 'dropped' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ failed_stage: 'analyze', stage: null });
  });

  test('puts a webhook that the spool gave up back into the spool', async () => {
    const spooled = {
      body: 'e30=',
      correlationId: randomUUID(),
      receivedAt: new Date().toISOString(),
      skipReason: null,
    };
    const id = await fileSpooled('spooled_webhook_exhausted', JSON.stringify(spooled));
    expect(await replay(id)).toEqual({ kind: 'respooled' });
    const received: unknown[] = [];
    await using _ = await pipeline.broker.consume({
      queue: spoolQueue,
      prefetch: 1,
      onMessage({ type, messageId, correlationId, body }) {
        received.push({ type, messageId, correlationId, body: JSON.parse(body.toString()) });
      },
    });
    await waitFor(() => received.length > 0);
    const { correlationId } = spooled;
    const type = 'webhook.call-completed.v1';
    expect(received).toEqual([{ type, messageId: correlationId, correlationId, body: spooled }]);
    expect((await findDeadLetter(pipeline.db, id))?.status).toBe('replayed');
    expect(await replay(id)).toEqual({ kind: 'not_open', status: 'replayed' });
  });

  test.each([
    ['spooled_webhook_exhausted', '{"body":"cut'],
    ['spooled_webhook_unreadable', '{}'],
  ])('has nothing to do for a letter of class %s that holds %j', async (errorClass, text) => {
    const id = await fileSpooled(errorClass, text);
    expect(await replay(id)).toEqual({ kind: 'names_no_call' });
    expect((await findDeadLetter(pipeline.db, id))?.status).toBe('open');
  });

  test('of a notification lets a report go out again that may have gone out', async () => {
    const report: NotificationKey = {
      bid,
      callid: 'c-0',
      notification_type: 'agent_report',
      channel: 'email',
      recipient: 'asha@example.com',
    };
    const begin = () => inTransaction(pipeline.db, (tx) => beginSending(tx, report, 'm-1'));
    await failAndDie('notify');
    expect([await begin(), await begin()]).toEqual(['send', 'uncertain']);
    await replay(await fileOwed('notify'));
    expect(await begin()).toBe('send');
  });
});
