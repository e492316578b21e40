import { setTimeout as sleep } from 'node:timers/promises';
import { claimCall, countDueCalls, inTransaction, type CallRow, type Claim } from '@callscript/db';
import { consumePermits, type Delivery, type Subscription } from '@callscript/messaging';
import type { Permits, Stage } from '@callscript/contracts';
import { backoffMs } from './backoff.ts';
import type { RunnerOptions } from './runner-options.ts';
import { Slots } from './slots.ts';
import { rulesFor } from './stage-rules.ts';
import { ShutdownError, workOnClaim } from './work-on-claim.ts';

/** One claim in this many takes the oldest due call, so that nothing starves while new calls keep coming. */
const oldestEvery = 8;
/** A permit that waits this long for a slot goes back to the queue, where an idle worker may be waiting for it. */
const patienceMs = 500;
/** A claim skips rows that something locks for a moment, such as a duplicate's INSERT: it looks this often before it gives up. */
const claimTries = 4;
/** When what is due stays locked, its permit comes back after this long. */
const lockedDelayMs = 1_000;

/** Either nothing is due, or all that is due is locked by others, who may or may not be claiming it. */
type Found = Claim | 'nothing' | 'locked';

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
  /** Permits being spent and claims being worked on: what an orderly end waits for. */
  readonly #busy = new Set<Promise<void>>();
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
      onPermit: (permit, delivery) => this.#track(this.#spend(permit, delivery)),
      logger,
    });
  }

  /** Stops taking permits, lets running work finish, then takes it back: released claims cost no attempt. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    const { drainMs } = this.#options;
    const deadline = setTimeout(() => this.#shutdown.abort(new ShutdownError('the process is stopping')), drainMs);
    await this.#subscription?.drain({ deadlineMs: drainMs });
    // A permit that was being spent when the end began may have become one more claim.
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy);
    clearTimeout(deadline);
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#busy.add(work);
    try {
      await work;
    } finally {
      this.#busy.delete(work);
    }
  }

  async #spend(permit: Permits[Stage], delivery: Delivery): Promise<void> {
    if (this.#stopping) return void delivery.nack({ requeue: true });
    if (!(await this.#slots.take(patienceMs))) return await this.#handBack(permit, delivery);
    let found: Found;
    try {
      found = await this.#claim();
    } catch (error) {
      this.#releaseSlot();
      if (!(error instanceof ShutdownError)) throw error;
      delivery.nack({ requeue: true });
      return;
    }
    if (found === 'locked') {
      this.#releaseSlot();
      return await this.#publishAgain(permit, delivery, lockedDelayMs);
    }
    // From here on the row's lease carries the work.
    delivery.ack();
    if (found === 'nothing') {
      this.#options.events?.sparePermit(this.#stage);
      this.#releaseSlot();
      return;
    }
    const work = workOnClaim(this.#options, found, this.#shutdown.signal).finally(() => this.#releaseSlot());
    void this.#track(work);
  }

  async #handBack(permit: Permits[Stage], delivery: Delivery): Promise<void> {
    if (!this.#paused) {
      this.#paused = true;
      await this.#subscription?.pause();
    }
    await this.#publishAgain(permit, delivery, 0);
  }

  /** Instead of a rejection, which would count towards the queue's delivery limit. */
  async #publishAgain(permit: Permits[Stage], delivery: Delivery, delayMs: number): Promise<void> {
    const { correlationId, headers } = delivery;
    const traceparent = headers['traceparent'];
    await this.#options.broker.publishPermit(this.#stage, permit, {
      delayMs,
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(typeof traceparent === 'string' ? { traceparent } : {}),
    });
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
  async #claim(): Promise<Found> {
    const { logger } = this.#options;
    this.#claims += 1;
    const order = this.#claims % oldestEvery === 0 ? 'oldest' : 'newest';
    for (let failures = 0; !this.#stopping; failures += 1) {
      try {
        return await this.#find(order);
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

  async #find(order: 'newest' | 'oldest'): Promise<Found> {
    const { db, workerId, leaseMs } = this.#options;
    const stage = this.#stage;
    const rules = (due: CallRow) => rulesFor(stage, due);
    const options = { stage, owner: workerId, leaseMs, order, rules };
    for (let tries = 1; ; tries += 1) {
      const claim = await inTransaction(db, (tx) => claimCall(tx, options));
      if (claim !== undefined) return claim;
      // Sees past locks: another worker's claim is gone from here as soon as it commits.
      if ((await countDueCalls(db, stage, 1)) === 0) return 'nothing';
      if (tries === claimTries || this.#stopping) return 'locked';
      await sleep(20 + 30 * Math.random());
    }
  }
}
