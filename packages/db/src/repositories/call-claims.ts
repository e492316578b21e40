import { stages, type LogStage, type ProcessingState, type Stage } from '@callscript/contracts';
import type { MySqlUpdateSetSource } from 'drizzle-orm/mysql-core';
import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.ts';
import { calls, processingLog, type CallRow } from '../schema/calls.ts';
import { utcNow, utcNowPlusMs } from '../sql.ts';

/** The database's clock decides what is due and what has expired; workers' clocks never do. */

/** A call that one worker holds, until its lease runs out or the claim is settled. */
export interface Claim {
  readonly call: CallRow;
  readonly owner: string;
  /** The fencing token: `calls.version` as this claim left it. */
  readonly version: number;
  /** 1 for the first try of this stage. */
  readonly attempt: number;
}

export interface ClaimOptions {
  stage: Stage;
  owner: string;
  leaseMs: number;
  order: 'newest' | 'oldest';
  /** How a call is worked on, once it is known which one it is. */
  rules: (due: CallRow) => {
    /** The state while the stage works; undefined leaves it as it is. */
    readonly working: ProcessingState | undefined;
    /** The stage's name in the processing log. */
    readonly log: LogStage;
  };
}

/**
 * Takes the newest (or oldest) due call of a stage, or undefined when none is due. Rows that other workers are taking
 * at this moment are skipped, so that two can never get one call.
 */
export async function claimCall(tx: Transaction, options: ClaimOptions): Promise<Claim | undefined> {
  const { stage, owner, leaseMs } = options;
  const [due] = await tx
    .select()
    .from(calls)
    .where(and(eq(calls.stage, stage), lte(calls.next_attempt_at, utcNow)))
    .orderBy(options.order === 'newest' ? desc(calls.call_starttime) : asc(calls.call_starttime))
    .limit(1)
    .for('update', { skipLocked: true });
  if (due === undefined) return undefined;
  const { working, log } = options.rules(due);
  const changes = {
    processing_state: working ?? due.processing_state,
    next_attempt_at: null,
    lease_owner: owner,
    version: due.version + 1,
  };
  await tx
    .update(calls)
    .set({ ...changes, lease_until: utcNowPlusMs(leaseMs), updated_at: utcNow })
    .where(eq(calls.id, due.id));
  const attempt = due.attempts + 1;
  await tx.insert(processingLog).values({
    bid: due.bid,
    callid: due.callid,
    stage: log,
    status: 'started',
    worker_id: owner,
    attempt,
  });
  return { call: { ...due, ...changes }, owner, version: changes.version, attempt };
}

/** Extends a lease; false when the claim is no longer ours. */
export async function renewLease(db: Executor, claim: Claim, leaseMs: number): Promise<boolean> {
  const [result] = await db
    .update(calls)
    .set({ lease_until: utcNowPlusMs(leaseMs) })
    .where(heldBy(claim));
  return result.affectedRows === 1;
}

/** Thrown inside a transaction, which it undoes: another worker has taken the call over. */
export class LeaseLostError extends Error {
  readonly code = 'lease_lost';
  constructor(claim: Pick<Claim, 'call' | 'owner'>) {
    super(`${claim.owner} no longer holds ${claim.call.bid}/${claim.call.callid}`);
  }
}

type CallChanges = MySqlUpdateSetSource<typeof calls>;

const released = { lease_owner: null, lease_until: null } as const;
/** A row that remembers no failure. */
export const withoutFailure = {
  failed_stage: null,
  error_class: null,
  error_message: null,
  first_failed_at: null,
  last_failed_at: null,
  dead_lettered_at: null,
} as const;

/** Where a call goes after a stage: its new state and the stage that is due next, if any. */
export interface Transition {
  state: ProcessingState;
  next: Stage | null;
  /** Further columns that the stage produced, such as the vault copy. */
  columns?: CallChanges;
}

/** Ends a claim with success. @throws LeaseLostError */
export async function settleSuccess(tx: Transaction, claim: Claim, transition: Transition): Promise<void> {
  await update(tx, claim, {
    ...transition.columns,
    ...released,
    ...withoutFailure,
    processing_state: transition.state,
    stage: transition.next,
    next_attempt_at: transition.next === null ? null : utcNow,
    attempts: 0,
  });
}

export interface FailureRecord {
  errorClass: string;
  errorMessage: string;
}

/** Ends a claim with another try later. @throws LeaseLostError */
export async function settleRetry(
  tx: Transaction,
  claim: Claim,
  retry: FailureRecord & { state: ProcessingState; delayMs: number; countsAsAttempt: boolean },
): Promise<void> {
  await update(tx, claim, {
    ...released,
    ...failureColumns(retry),
    processing_state: retry.state,
    next_attempt_at: utcNowPlusMs(retry.delayMs),
    attempts: sql`attempts + ${retry.countsAsAttempt ? 1 : 0}`,
  });
}

/** Whether the call has been failing at its present stage for at least this long. */
export async function hasFailedFor(tx: Transaction, { call }: Claim, ms: number): Promise<boolean> {
  const rows = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.id, call.id), lte(calls.first_failed_at, utcNowPlusMs(-ms))));
  return rows.length > 0;
}

/** Gives a claim back unworked: the call is due again at once, and nothing counts against it. @throws LeaseLostError */
export async function settleRelease(tx: Transaction, claim: Claim, state: ProcessingState): Promise<void> {
  await update(tx, claim, { ...released, processing_state: state, next_attempt_at: utcNow });
}

/** Ends a claim for good; the row now owes a dead letter. @throws LeaseLostError */
export async function settleFailure(
  tx: Transaction,
  claim: Claim,
  failure: FailureRecord & { state: ProcessingState; stage: Stage; attempts: number },
): Promise<void> {
  await update(tx, claim, {
    ...released,
    ...failureColumns(failure),
    processing_state: failure.state,
    stage: null,
    next_attempt_at: null,
    attempts: failure.attempts,
    failed_stage: failure.stage,
    dead_lettered_at: null,
  });
}

/** Claims whose workers have gone, locked for the transaction that settles them. */
export async function lockExpiredClaims(tx: Transaction, limit: number): Promise<Claim[]> {
  const rows = await tx
    .select()
    .from(calls)
    .where(lte(calls.lease_until, utcNow))
    .orderBy(calls.lease_until)
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map((call) => ({
    call,
    owner: call.lease_owner ?? '',
    version: call.version,
    attempt: call.attempts + 1,
  }));
}

/** Calls that failed and whose dead letter the broker has not confirmed yet. */
export async function listOwedDeadLetters(db: Executor, limit: number): Promise<CallRow[]> {
  return await db
    .select()
    .from(calls)
    // The list, not "is not null", makes the index lead to the owed ones past all that were ever sent.
    .where(and(inArray(calls.failed_stage, [...stages]), isNull(calls.dead_lettered_at)))
    .limit(limit);
}

export async function markDeadLettered(db: Executor, call: Pick<CallRow, 'id' | 'version'>): Promise<void> {
  await db
    .update(calls)
    .set({ dead_lettered_at: utcNow })
    .where(and(eq(calls.id, call.id), eq(calls.version, call.version)));
}

/**
 * Makes a call that failed at a stage due again, there or where that work begins; false when it is not failed there any
 * more. Where it is to be recognised, the providers' turns begin anew.
 */
export async function reviveCall(
  tx: Executor,
  key: { bid: string; callid: string },
  revival: { failedStage: Stage; stage: Stage; state: ProcessingState | undefined },
): Promise<boolean> {
  const [result] = await tx
    .update(calls)
    .set({
      ...withoutFailure,
      ...(revival.state === undefined ? {} : { processing_state: revival.state }),
      stage: revival.stage,
      ...(revival.stage === 'transcribe' || revival.stage === 'recognize' ? { stt_provider: null } : {}),
      next_attempt_at: utcNow,
      attempts: 0,
      version: sql`version + 1`,
      updated_at: utcNow,
    })
    .where(
      and(
        eq(calls.bid, key.bid),
        eq(calls.callid, key.callid),
        eq(calls.failed_stage, revival.failedStage),
        isNull(calls.stage),
      ),
    );
  return result.affectedRows === 1;
}

function failureColumns({ errorClass, errorMessage }: FailureRecord) {
  return {
    error_class: errorClass.slice(0, 100),
    error_message: errorMessage.slice(0, 2000),
    first_failed_at: sql`COALESCE(first_failed_at, ${utcNow})`,
    last_failed_at: utcNow,
  };
}

function heldBy(claim: Claim) {
  return and(eq(calls.id, claim.call.id), eq(calls.version, claim.version), eq(calls.lease_owner, claim.owner));
}

async function update(tx: Transaction, claim: Claim, changes: CallChanges): Promise<void> {
  const [result] = await tx
    .update(calls)
    .set({ ...changes, version: sql`version + 1`, updated_at: utcNow })
    .where(heldBy(claim));
  if (result.affectedRows !== 1) throw new LeaseLostError(claim);
}
