import type { CallKey, ProcessingState, Stage } from '@callscript/contracts';
import {
  appendProcessingLog,
  inTransaction,
  lockCall,
  makeDueAgain,
  type CallRow,
  type Db,
  type Transaction,
} from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import { announce } from './outcome.ts';
import type { Logger } from './ports.ts';
import { stageRules } from './stage-rules.ts';

/** States of calls that have been through a stage and may go through it again, with all that follows it. */
const rerunFrom = {
  analyze: ['analyzed', 'notified'],
} as const satisfies Partial<Record<Stage, readonly ProcessingState[]>>;
export type RerunnableStage = keyof typeof rerunFrom;

export type RerunOutcome =
  /** The stage is due now; `call` is the row as it is from now on. */
  | { kind: 'due'; call: CallRow }
  | { kind: 'not_found' }
  /** A stage works on the call, or is still due for it, or its dead letter is on its way: it may be rerun later. */
  | { kind: 'busy'; state: ProcessingState }
  /** The call has not been through the stage, or has left the hot tier. */
  | { kind: 'not_rerunnable'; state: ProcessingState }
  /** It is not the call that the caller has seen. */
  | { kind: 'changed' };

export interface Rerun {
  key: CallKey;
  stage: RerunnableStage;
  /** Who asks for it, for the call's history. */
  by: string;
  /** Whether the row is what the caller has seen; any row is, unless told otherwise. */
  isExpected?: (call: CallRow) => boolean;
  /** What is to change before the stage runs again, in the transaction that makes it due; what it throws undoes all. */
  prepare: (tx: Transaction, call: CallRow) => Promise<void>;
}

/**
 * Puts a call back to where a stage is due, and announces that. Of reruns at the same time one is `due` and the others
 * find the call `busy`. What later stages did outside is keyed: a mail that went out does not go out again.
 */
export async function rerunStage(
  deps: { db: Db; broker: Broker; logger: Logger },
  rerun: Rerun,
): Promise<RerunOutcome> {
  const outcome = await inTransaction(deps.db, (tx) => makeStageDue(tx, rerun));
  if (outcome.kind === 'due') {
    await announce(deps, { kind: 'permit', stage: rerun.stage, call: outcome.call, delayMs: 0 });
  }
  return outcome;
}

async function makeStageDue(tx: Transaction, { key, stage, by, isExpected, prepare }: Rerun): Promise<RerunOutcome> {
  const call = await lockCall(tx, key);
  if (call === undefined) return { kind: 'not_found' };
  if (isExpected?.(call) === false) return { kind: 'changed' };
  const { processing_state: state } = call;
  if (isBusy(call)) return { kind: 'busy', state };
  const from: readonly ProcessingState[] = rerunFrom[stage];
  if (!from.includes(state)) return { kind: 'not_rerunnable', state };
  await prepare(tx, call);
  const due = await makeDueAgain(tx, call, { stage, state: stageRules[stage].due });
  await appendProcessingLog(tx, [{ ...key, stage: 'replayed', status: 'success', worker_id: by.slice(0, 100) }]);
  return { kind: 'due', call: due };
}

/** A stage before or at the one that would run again is under way, or any is at work. A due one after it is simply due later. */
function isBusy(call: CallRow): boolean {
  const onItsWay: readonly ProcessingState[] = ['received', 'queued', 'transcribing', 'transcribed', 'analyzing'];
  const owesLetter = call.failed_stage !== null && call.dead_lettered_at === null;
  return call.lease_owner !== null || owesLetter || onItsWay.includes(call.processing_state);
}
