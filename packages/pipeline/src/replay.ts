import {
  allowResend,
  appendProcessingLog,
  findCall,
  findDeadLetter,
  inTransaction,
  lockDeadLetter,
  resolveDeadLetter,
  reviveCall,
  type CallRow,
  type Db,
  type DeadLetterRow,
  type Transaction,
} from '@callscript/db';
import type { Stage } from '@callscript/contracts';
import type { Broker } from '@callscript/messaging';
import { announce } from './outcome.ts';
import type { Logger } from './ports.ts';
import { readSpooled, respool, spoolExhausted, spoolUnreadable } from './respool.ts';
import { stageRules } from './stage-rules.ts';
import { findFirstTurn, stageOfTurn } from './turns.ts';

export type ReplayOutcome =
  | { kind: 'replayed'; stage: Stage; bid: string; callid: string }
  /** The letter held a webhook that was never stored; it waits for the database again. */
  | { kind: 'respooled' }
  | { kind: 'not_found' }
  | { kind: 'not_open'; status: string }
  /** The letter holds a message that nobody could read: there is no call to run again. */
  | { kind: 'names_no_call' }
  /** The call is no longer failed at the letter's stage. */
  | { kind: 'call_moved_on'; state: string };

interface ReplayDeps {
  db: Db;
  broker: Broker;
  logger: Logger;
}
interface Replay {
  id: number;
  by: string;
}

/**
 * Gives a failed call a fresh set of attempts at the stage it failed at, and closes its letter. A letter of the spool goes
 * back into the spool.
 */
export async function replayDeadLetter(deps: ReplayDeps, replay: Replay): Promise<ReplayOutcome> {
  const letter = await findDeadLetter(deps.db, replay.id);
  if (letter?.error_class === spoolUnreadable) return { kind: 'names_no_call' };
  if (letter?.error_class === spoolExhausted) return await replaySpooled(deps, letter, replay);
  const { outcome, call } = await inTransaction(deps.db, (tx) => reviveCallOf(tx, replay));
  if (outcome.kind === 'replayed' && call !== undefined) {
    await announce(deps, { kind: 'permit', stage: outcome.stage, call, delayMs: 0 });
  }
  return outcome;
}

async function reviveCallOf(tx: Transaction, { id, by }: Replay): Promise<{ outcome: ReplayOutcome; call?: CallRow }> {
  const letter = await lockDeadLetter(tx, id);
  if (letter === undefined) return { outcome: { kind: 'not_found' } };
  if (letter.status !== 'open') return { outcome: { kind: 'not_open', status: letter.status } };
  const { stage, bid, callid } = letter;
  if (bid === null || callid === null) return { outcome: { kind: 'names_no_call' } };
  const key = { bid, callid };
  const current = await findCall(tx, key);
  const revived = current && (await reviveWhereItFailed(tx, current, stage));
  if (revived === undefined) {
    return { outcome: { kind: 'call_moved_on', state: current?.processing_state ?? 'unknown' } };
  }
  // Replaying a notification that may have gone out is a person's decision to risk a second one.
  if (stage === 'notify') await allowResend(tx, key);
  await resolveDeadLetter(tx, id, { status: 'replayed', by, reason: null });
  await appendProcessingLog(tx, [{ ...key, stage: 'replayed', status: 'success', worker_id: by }]);
  return { outcome: { kind: 'replayed', stage: revived.stage, ...key }, call: revived.call };
}

/** A call that no provider could recognise begins with the first one again. Undefined when it is not failed there any more. */
async function reviveWhereItFailed(
  tx: Transaction,
  call: CallRow,
  failedStage: Stage,
): Promise<{ stage: Stage; call: CallRow } | undefined> {
  const provider = await findFirstTurn(tx, failedStage, call);
  const stage = provider === undefined ? failedStage : stageOfTurn(provider);
  if (!(await reviveCall(tx, call, { failedStage, stage, state: stageRules[stage].due }))) return undefined;
  const revived = await findCall(tx, call);
  return revived && { stage, call: revived };
}

/** Confirmed by the broker before the letter is closed: what breaks off in between is in the spool twice, never in neither. */
async function replaySpooled(
  { db, broker }: ReplayDeps,
  letter: DeadLetterRow,
  { id, by }: Replay,
): Promise<ReplayOutcome> {
  if (letter.status !== 'open') return { kind: 'not_open', status: letter.status };
  const spooled = readSpooled(letter);
  if (spooled === undefined) return { kind: 'names_no_call' };
  await respool(broker, spooled);
  return await inTransaction(db, async (tx): Promise<ReplayOutcome> => {
    if (await resolveDeadLetter(tx, id, { status: 'replayed', by, reason: null })) return { kind: 'respooled' };
    const current = await findDeadLetter(tx, id);
    return { kind: 'not_open', status: current?.status ?? 'unknown' };
  });
}
