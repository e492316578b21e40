import { setTimeout as sleep } from 'node:timers/promises';
import {
  appendProcessingLog,
  inTransaction,
  isDatabaseAway,
  LeaseLostError,
  settleRelease,
  settleSuccess,
  type CallRow,
  type Claim,
} from '@callscript/db';
import { backoffMs } from './backoff.ts';
import { classifyFailure, StageError, type Failure } from './failure.ts';
import { startHeartbeat } from './heartbeat.ts';
import { announce, settleFailedTry, type Announcement } from './outcome.ts';
import type { RunnerOptions } from './runner-options.ts';
import { rulesFor, stageRules } from './stage-rules.ts';

/** The reason of the signal that takes running work back at the end of the process. */
export class ShutdownError extends Error {
  readonly code = 'shutdown';
}

/** Works on one claim until it is settled, or left to the sweep. Never rejects. */
export async function workOnClaim<Result>(
  options: RunnerOptions<Result>,
  claim: Claim,
  shutdown: AbortSignal,
): Promise<void> {
  const { db, handler, logger, leaseMs, events } = options;
  const { stage } = handler;
  const { bid, callid } = claim.call;
  const startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);
  using heartbeat = startHeartbeat(db, claim, leaseMs);
  let announcement: Announcement | undefined;
  try {
    const result = await work(options, claim, { lease: heartbeat.signal, shutdown });
    announcement = await outlastOutage(shutdown, () => saveSuccess(options, claim, result, elapsedMs()));
    events?.finished(stage, 'success', elapsedMs());
    logger.info({ event: `${stage}_done`, bid, callid, durationMs: elapsedMs(), attempt: claim.attempt }, 'stage done');
  } catch (thrown) {
    if (shutdown.aborted && !(thrown instanceof LeaseLostError)) return await release(options, claim);
    const failure = classifyFailure(thrown);
    try {
      if (thrown instanceof LeaseLostError) throw thrown;
      announcement = await outlastOutage(shutdown, () => saveFailure(options, claim, failure, elapsedMs()));
    } catch (err) {
      if (err instanceof LeaseLostError) {
        events?.finished(stage, 'lease_lost', elapsedMs());
        logger.warn({ event: 'lease_lost', stage, bid, callid }, 'another worker has taken the call over');
      } else {
        logger.error({ err, event: 'settle_failed', stage, bid, callid }, 'left to the sweep');
      }
      return;
    }
    noteFailure(options, claim, { failure, thrown, announcement, durationMs: elapsedMs() });
  }
  if (announcement !== undefined) await announceSoon(options, announcement);
}

interface NotedFailure {
  failure: Failure;
  thrown: unknown;
  announcement: Announcement;
  durationMs: number;
}

function noteFailure<Result>(
  { handler: { stage }, logger, events }: RunnerOptions<Result>,
  { call: { bid, callid }, attempt }: Claim,
  { failure: { code, message: reason }, thrown, announcement, durationMs }: NotedFailure,
): void {
  const isFinal = announcement.kind === 'dead_letter';
  const fields = { event: 'stage_failed', stage, bid, callid, attempt, final: isFinal, code };
  if (isFinal) {
    events?.finished(stage, 'failed', durationMs);
    logger.error({ ...fields, err: thrown }, 'given up');
  } else if (announcement.passedTo !== undefined) {
    events?.finished(stage, 'passed_on', durationMs);
    logger.warn({ ...fields, reason, passedTo: announcement.passedTo }, 'the next provider takes over');
  } else {
    events?.finished(stage, 'retry', durationMs);
    logger.warn({ ...fields, reason }, 'will be tried again');
  }
}

const readyWithinMs = 3_000;

/** After a start or a loss, permits may arrive before publishing works again: it is waited for, and then left to the sweep. */
async function announceSoon<Result>(options: RunnerOptions<Result>, announcement: Announcement): Promise<void> {
  await options.broker.whenReady(AbortSignal.timeout(readyWithinMs)).catch(() => undefined);
  await announce(options, announcement);
}

async function work<Result>(
  { handler, logger, timeLimitMs, drainMs }: RunnerOptions<Result>,
  claim: Claim,
  { lease, shutdown }: { lease: AbortSignal; shutdown: AbortSignal },
): Promise<Result> {
  using timeLimit = abortAfter(timeLimitMs);
  const signal = AbortSignal.any([lease, shutdown, timeLimit.signal]);
  signal.throwIfAborted();
  const running = handler.work(claim.call, { signal, logger });
  try {
    return await abortable(running, signal);
  } finally {
    // The call is about to be another worker's: what still runs here should have ended by then.
    if (shutdown.aborted) await settleWithin(running, Math.min(maxEndingMs, drainMs / 8));
  }
}

/** How long work may take to end after its signal, within what the process has left beyond the drain. */
const maxEndingMs = 2_000;

async function settleWithin(running: Promise<unknown>, ms: number): Promise<void> {
  const overdue = Promise.withResolvers<void>();
  const timer = setTimeout(overdue.resolve, ms);
  await Promise.race([Promise.allSettled([running]), overdue.promise]);
  clearTimeout(timer);
}

/** Stores the result, moves the call on and says so in its history; returns the permit that is due next. */
async function saveSuccess<Result>(
  { db, handler, workerId }: RunnerOptions<Result>,
  claim: Claim,
  result: Result,
  durationMs: number,
): Promise<Announcement | undefined> {
  const { call } = claim;
  const transition = await inTransaction(db, async (tx) => {
    const next = await handler.save(tx, call, result);
    await settleSuccess(tx, claim, next);
    await appendProcessingLog(tx, [
      {
        bid: call.bid,
        callid: call.callid,
        stage: rulesFor(handler.stage, call).log,
        status: 'success',
        worker_id: workerId,
        duration_ms: durationMs,
        attempt: claim.attempt,
      },
    ]);
    return next;
  });
  if (transition.next === null) return undefined;
  const moved = { ...call, ...(transition.columns as Partial<CallRow>), attempts: 0 };
  return { kind: 'permit', stage: transition.next, call: moved, delayMs: 0 };
}

async function saveFailure<Result>(
  { db, handler, workerId, retryBaseMs }: RunnerOptions<Result>,
  claim: Claim,
  failure: Failure,
  durationMs: number,
): Promise<Announcement> {
  const failed = { claim, stage: handler.stage, failure, workerId, durationMs, retryBaseMs };
  return await inTransaction(db, (tx) => settleFailedTry(tx, failed));
}

/** Gives the call back to the other workers at the end of this one. */
async function release<Result>(options: RunnerOptions<Result>, claim: Claim): Promise<void> {
  const { db, handler, logger } = options;
  const { call } = claim;
  const { stage } = handler;
  try {
    await inTransaction(db, (tx) => settleRelease(tx, claim, stageRules[stage].due ?? call.processing_state));
  } catch (err) {
    logger.warn({ err, event: 'release_failed', bid: call.bid, callid: call.callid }, 'left to the sweep');
    return;
  }
  await announceSoon(options, { kind: 'permit', stage, call, delayMs: 0 });
}

/**
 * How a try ended is worth keeping, so a database that is away is waited for. Nothing else bounds the wait but the end of
 * the process: the fence on the row decides whether the claim still counts when the database is back.
 */
async function outlastOutage<T>(shutdown: AbortSignal, write: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error) || shutdown.aborted) throw error;
      await sleep(100 + backoffMs(Math.min(failures, 6), 100), undefined, { signal: shutdown }).catch(() => undefined);
    }
  }
}

function abortAfter(ms: number): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new StageError('retryable', 'time_limit', `the stage did not finish within ${ms} ms`)),
    ms,
  );
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Rejects with the signal's reason when it aborts, also for work that does not listen to it. */
async function abortable<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([running, aborted.promise]);
  } catch (error) {
    // What the work threw because it was stopped says less than why.
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
