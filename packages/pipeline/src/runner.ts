import { setTimeout as sleep } from 'node:timers/promises';
import {
  appendProcessingLog,
  claimCall,
  inTransaction,
  isDatabaseAway,
  LeaseLostError,
  settleRetry,
  settleSuccess,
  type Claim,
  type Db,
  type Transition,
} from '@callscript/db';
import { consumePermits, type Broker, type Delivery, type Subscription } from '@callscript/messaging';
import type { Permits, Stage } from '@callscript/contracts';
import { backoffMs } from './backoff.ts';
import { classifyFailure, StageError } from './failure.ts';
import { startHeartbeat } from './heartbeat.ts';
import { announce, settleFailedTry, type Announcement } from './outcome.ts';
import type { Logger, StageEvents } from './ports.ts';
import { Slots } from './slots.ts';
import { stageRules } from './stage-rules.ts';
import type { StageHandler } from './stage.ts';

export interface RunnerOptions<Result> {
  db: Db;
  broker: Broker;
  handler: StageHandler<Result>;
  /** Unique per process: it owns the leases and signs the processing log. */
  workerId: string;
  concurrency: number;
  leaseMs: number;
  timeLimitMs: number;
  retryBaseMs: number;
  /** How long running work may take to finish when the runner is disposed. */
  drainMs: number;
  logger: Logger;
  events?: StageEvents;
}

/** One claim in this many takes the oldest due call, so that nothing starves while new calls keep coming. */
const oldestEvery = 8;
/** A permit that waits this long for a slot goes back to the queue, where an idle worker may be waiting for it. */
const patienceMs = 500;

class ShutdownError extends Error {
  readonly code = 'shutdown';
}

/** Spends permits of one stage: claims due calls, runs the handler, moves the calls on. */
export async function startStageRunner<Result>(options: RunnerOptions<Result>): Promise<AsyncDisposable> {
  const runner = new StageRunner(options);
  await runner.start();
  return runner;
}

class StageRunner<Result> implements AsyncDisposable {
  readonly #options: RunnerOptions<Result>;
  readonly #stage: Stage;
  readonly #slots: Slots;
  readonly #running = new Set<Promise<void>>();
  readonly #shutdown = new AbortController();
  #subscription: Subscription | undefined;
  #stopping = false;
  #paused = false;
  #claims = 0;

  constructor(options: RunnerOptions<Result>) {
    this.#options = options;
    this.#stage = options.handler.stage;
    this.#slots = new Slots(options.concurrency);
  }

  async start(): Promise<void> {
    const { broker, concurrency, logger } = this.#options;
    this.#subscription = await consumePermits({
      broker,
      stage: this.#stage,
      prefetch: concurrency,
      onPermit: (permit, delivery) => this.#spend(permit, delivery),
      logger,
    });
  }

  /** Stops taking permits, lets running work finish, then takes it back: released claims cost no attempt. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    const drained = this.#subscription?.drain({ deadlineMs: this.#options.drainMs });
    const deadline = setTimeout(
      () => this.#shutdown.abort(new ShutdownError('the process is stopping')),
      this.#options.drainMs,
    );
    await Promise.all([drained, ...this.#running]);
    clearTimeout(deadline);
    await this.#subscription?.[Symbol.asyncDispose]();
  }

  async #spend(permit: Permits[Stage], delivery: Delivery): Promise<void> {
    if (this.#stopping) return void delivery.nack({ requeue: true });
    if (!(await this.#slots.take(patienceMs))) return await this.#handBack(permit, delivery);
    let claim: Claim | undefined;
    try {
      claim = await this.#claim();
    } catch (error) {
      this.#releaseSlot();
      if (!(error instanceof ShutdownError)) throw error;
      delivery.nack({ requeue: true });
      return;
    }
    // From here on the row's lease carries the work.
    delivery.ack();
    if (claim === undefined) {
      this.#options.events?.sparePermit(this.#stage);
      this.#releaseSlot();
      return;
    }
    const run = this.#run(claim).finally(() => {
      this.#running.delete(run);
      this.#releaseSlot();
    });
    this.#running.add(run);
  }

  /** Published again instead of rejected: a rejection would count towards the queue's delivery limit. */
  async #handBack(permit: Permits[Stage], delivery: Delivery): Promise<void> {
    if (!this.#paused) {
      this.#paused = true;
      await this.#subscription?.pause();
    }
    const { correlationId } = delivery;
    await this.#options.broker.publishPermit(this.#stage, permit, correlationId === undefined ? {} : { correlationId });
    delivery.ack();
  }

  #releaseSlot(): void {
    this.#slots.release();
    if (this.#paused && !this.#stopping) {
      this.#paused = false;
      void this.#subscription?.resume();
    }
  }

  /** Tries until the database answers; meanwhile the permit stays unacknowledged and nothing is lost. */
  async #claim(): Promise<Claim | undefined> {
    const { db, workerId, leaseMs, logger } = this.#options;
    const rules = stageRules[this.#stage];
    this.#claims += 1;
    const order = this.#claims % oldestEvery === 0 ? 'oldest' : 'newest';
    for (let failures = 0; !this.#stopping; failures += 1) {
      try {
        return await inTransaction(db, (tx) =>
          claimCall(tx, {
            stage: this.#stage,
            owner: workerId,
            leaseMs,
            order,
            workingState: rules.working,
            logStage: rules.log,
          }),
        );
      } catch (err) {
        if (failures === 0)
          logger.warn({ err, event: 'claim_failed', stage: this.#stage }, 'cannot claim; trying again');
        await sleep(100 + backoffMs(Math.min(failures, 6), 100), undefined, { signal: this.#shutdown.signal }).catch(
          () => undefined,
        );
      }
    }
    throw new ShutdownError('the process is stopping');
  }

  async #run(claim: Claim): Promise<void> {
    const { db, handler, logger, workerId, leaseMs, timeLimitMs, events, retryBaseMs } = this.#options;
    const { bid, callid } = claim.call;
    const startedAt = performance.now();
    const elapsedMs = (): number => Math.round(performance.now() - startedAt);
    using heartbeat = startHeartbeat(db, claim, leaseMs);
    using timeLimit = abortAfter(timeLimitMs);
    const signal = AbortSignal.any([heartbeat.signal, timeLimit.signal, this.#shutdown.signal]);
    let announcement: Announcement | undefined;
    try {
      const result = await abortable(handler.work(claim.call, { signal, logger }), signal);
      announcement = await this.#persist(signal, () => this.#saveSuccess(claim, result, elapsedMs()));
      events?.finished(this.#stage, 'success', elapsedMs());
      logger.info(
        { event: `${this.#stage}_done`, bid, callid, durationMs: elapsedMs(), attempt: claim.attempt },
        'stage done',
      );
    } catch (thrown) {
      const error = signal.aborted ? signal.reason : thrown;
      if (error instanceof LeaseLostError) {
        events?.finished(this.#stage, 'lease_lost', elapsedMs());
        logger.warn({ event: 'lease_lost', stage: this.#stage, bid, callid }, 'another worker has taken the call over');
        return;
      }
      if (error instanceof ShutdownError) return await this.#release(claim);
      const failure = classifyFailure(error);
      const failed = { claim, stage: this.#stage, failure, workerId, durationMs: elapsedMs(), retryBaseMs };
      announcement = await this.#persist(heartbeat.signal, () =>
        inTransaction(db, (tx) => settleFailedTry(tx, failed)),
      ).catch((err: unknown) => {
        logger.error({ err, event: 'settle_failed', stage: this.#stage, bid, callid }, 'left to the sweep');
        return undefined;
      });
      const final = announcement?.kind === 'dead_letter';
      events?.finished(this.#stage, final ? 'failed' : 'retry', elapsedMs());
      const fields = {
        event: 'stage_failed',
        stage: this.#stage,
        bid,
        callid,
        attempt: claim.attempt,
        final,
        code: failure.code,
      };
      if (final) logger.error({ ...fields, err: thrown }, 'given up');
      else logger.warn({ ...fields, reason: failure.message }, 'will be tried again');
    }
    if (announcement !== undefined) await announce(this.#options, announcement);
  }

  async #saveSuccess(claim: Claim, result: Result, durationMs: number): Promise<Announcement | undefined> {
    const { db, handler, workerId } = this.#options;
    const transition = await inTransaction(db, async (tx): Promise<Transition> => {
      const next = await handler.save(tx, claim.call, result);
      await settleSuccess(tx, claim, next);
      await appendProcessingLog(tx, [
        {
          bid: claim.call.bid,
          callid: claim.call.callid,
          stage: stageRules[this.#stage].log,
          status: 'success',
          worker_id: workerId,
          duration_ms: durationMs,
          attempt: claim.attempt,
        },
      ]);
      return next;
    });
    if (transition.next === null) return undefined;
    const call = { ...claim.call, ...(transition.columns as Partial<Claim['call']>), attempts: 0 };
    return { kind: 'permit', stage: transition.next, call, delayMs: 0 };
  }

  /** Finished work is worth keeping: while the lease holds, a database that is away is waited for. */
  async #persist<T>(signal: AbortSignal, write: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await write();
      } catch (error) {
        if (!isDatabaseAway(error) || signal.aborted) throw error;
        await sleep(100 + backoffMs(Math.min(failures, 6), 100), undefined, { signal });
      }
    }
  }

  async #release(claim: Claim): Promise<void> {
    const { db, logger } = this.#options;
    const { call } = claim;
    const state = stageRules[this.#stage].due ?? call.processing_state;
    try {
      await inTransaction(db, (tx) =>
        settleRetry(tx, claim, {
          state,
          delayMs: 0,
          countsAsAttempt: false,
          errorClass: 'shutdown',
          errorMessage: 'the worker was stopped',
        }),
      );
      await announce(this.#options, { kind: 'permit', stage: this.#stage, call, delayMs: 0 });
    } catch (err) {
      logger.warn({ err, event: 'release_failed', bid: call.bid, callid: call.callid }, 'left to the sweep');
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

/** Rejects when the signal aborts, also for work that does not listen to it. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
