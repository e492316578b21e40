import { stages } from '@callscript/contracts';
import {
  countDueCalls,
  inTransaction,
  listDueCalls,
  listOwedDeadLetters,
  lockExpiredClaims,
  type Db,
} from '@callscript/db';
import { queueName, type Broker } from '@callscript/messaging';
import { announce, settleFailedTry, type Announcement } from './outcome.ts';
import { buildPermit } from './permits.ts';
import type { Logger } from './ports.ts';

export interface SweepDeps {
  db: Db;
  broker: Broker;
  workerId: string;
  retryBaseMs: number;
  logger: Logger;
}

/** Bounds one pass, so that a sweep after a long outage neither holds locks long nor floods the broker. */
const batchSize = 100;
const permitsPerPass = 1_000;

/**
 * Returns calls whose worker was lost to their due state, counting the attempt; the third loss is a failure like any
 * other, so a call that kills its workers ends as a dead letter.
 */
export async function returnExpiredClaims(deps: SweepDeps): Promise<number> {
  const announcements = await inTransaction(deps.db, async (tx) => {
    const settled: Announcement[] = [];
    for (const claim of await lockExpiredClaims(tx, batchSize)) {
      const { stage } = claim.call;
      if (stage === null) continue;
      const failure = {
        failure: 'retryable',
        code: 'worker_lost',
        message: `${claim.owner} let its lease run out`,
      } as const;
      settled.push(
        await settleFailedTry(tx, {
          claim,
          stage,
          failure,
          workerId: deps.workerId,
          durationMs: null,
          retryBaseMs: deps.retryBaseMs,
        }),
      );
    }
    return settled;
  });
  for (const announcement of announcements) await announce(deps, announcement);
  return announcements.length;
}

/** Sends the dead letters that failed calls still owe. */
export async function publishOwedDeadLetters(deps: SweepDeps): Promise<number> {
  const owed = await listOwedDeadLetters(deps.db, batchSize);
  for (const call of owed) await announce(deps, { kind: 'dead_letter', call });
  return owed.length;
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
    if (missing <= 0) continue;
    const calls = await listDueCalls(db, stage, missing);
    await Promise.all(
      calls.map((call) =>
        broker.publishPermit(stage, buildPermit(stage, call), { correlationId: call.correlation_id }),
      ),
    );
    issued += calls.length;
  }
  return issued;
}
