import { stages } from '@callscript/contracts';
import {
  countDueCalls,
  inBatches,
  inTransaction,
  listDueCalls,
  listOwedDeadLetters,
  lockExpiredClaims,
  type Db,
  type Transaction,
} from '@callscript/db';
import { queueName, type Broker } from '@callscript/messaging';
import { announce, settleFailedTry, type Announcement } from './outcome.ts';
import { buildPermit, traceparentOf } from './permits.ts';
import type { Logger } from './ports.ts';

export interface SweepDeps {
  db: Db;
  broker: Broker;
  workerId: string;
  retryBaseMs: number;
  logger: Logger;
}

/** One portion. A sweep takes many, so that one after a long outage neither holds locks long nor floods the broker. */
const batchSize = 100;
const permitBatch = 1_000;
/** More than this many permits in a queue say nothing that matters to the workers. */
const permitsPerPass = 20_000;

/**
 * Returns calls whose worker was lost to their due state, counting the attempt; the third loss is a failure like any
 * other, so a call that kills its workers ends as a dead letter.
 */
export async function returnExpiredClaims(deps: SweepDeps): Promise<number> {
  const announcements: Announcement[] = [];
  await inBatches(batchSize, async () => {
    const settled = await inTransaction(deps.db, (tx) => settleExpiredClaims(tx, deps));
    announcements.push(...settled);
    return settled.length;
  });
  for (let i = 0; i < announcements.length; i += batchSize) {
    const sent = await announceAll(deps, announcements.slice(i, i + batchSize));
    // The broker is away. What is left is found by the other parts of the sweep.
    if (sent < batchSize) break;
  }
  return announcements.length;
}

async function settleExpiredClaims(tx: Transaction, deps: SweepDeps): Promise<Announcement[]> {
  const { workerId, retryBaseMs } = deps;
  const settled: Announcement[] = [];
  for (const claim of await lockExpiredClaims(tx, batchSize)) {
    const { stage } = claim.call;
    if (stage === null) continue;
    const message = `${claim.owner} let its lease run out`;
    const failure = { failure: 'retryable', code: 'worker_lost', message } as const;
    settled.push(await settleFailedTry(tx, { claim, stage, failure, workerId, durationMs: null, retryBaseMs }));
  }
  return settled;
}

/** Sends the dead letters that failed calls still owe; returns how many the broker has confirmed. */
export async function publishOwedDeadLetters(deps: SweepDeps): Promise<number> {
  return await inBatches(batchSize, async () => {
    const owed = await listOwedDeadLetters(deps.db, batchSize);
    return await announceAll(
      deps,
      owed.map((call) => ({ kind: 'dead_letter', call })),
    );
  });
}

async function announceAll(deps: SweepDeps, announcements: readonly Announcement[]): Promise<number> {
  const sent = await Promise.all(announcements.map((announcement) => announce(deps, announcement)));
  return sent.filter(Boolean).length;
}

/**
 * There should be one permit per due call. Where a stage has fewer in its queue than calls that are due, the missing ones
 * are issued again; a spare one costs a worker one look.
 */
export async function reissueLostPermits({ db, broker }: SweepDeps): Promise<number> {
  let issued = 0;
  for (const stage of stages) {
    const due = await countDueCalls(db, stage, permitsPerPass);
    if (due === 0) continue;
    const { messageCount } = await broker.checkQueue(queueName(stage));
    const missing = due - messageCount;
    issued += await inBatches(permitBatch, async (done) => {
      const limit = Math.min(permitBatch, missing - done);
      if (limit <= 0) return 0;
      // A call that was claimed meanwhile moves the rest up; a permit is good for any call.
      const calls = await listDueCalls(db, stage, limit, done);
      await Promise.all(
        calls.map((call) => {
          const options = { correlationId: call.correlation_id, traceparent: traceparentOf(call) };
          return broker.publishPermit(stage, buildPermit(stage, call), options);
        }),
      );
      return calls.length;
    });
  }
  return issued;
}
