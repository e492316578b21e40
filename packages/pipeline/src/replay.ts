import {
  allowResend,
  appendProcessingLog,
  findCall,
  findDeadLetter,
  inTransaction,
  resolveDeadLetter,
  reviveCall,
  type CallRow,
  type Db,
} from '@callscript/db';
import type { Stage } from '@callscript/contracts';
import type { Broker } from '@callscript/messaging';
import { announce } from './outcome.ts';
import type { Logger } from './ports.ts';
import { stageRules } from './stage-rules.ts';

export type ReplayOutcome =
  | { kind: 'replayed'; stage: Stage; bid: string; callid: string }
  | { kind: 'not_found' }
  | { kind: 'not_open'; status: string }
  /** The letter holds a message that nobody could read: there is no call to run again. */
  | { kind: 'names_no_call' }
  /** The call is no longer failed at the letter's stage. */
  | { kind: 'call_moved_on'; state: string };

/** Gives a failed call a fresh set of attempts at the stage it failed at, and closes its letter. */
export async function replayDeadLetter(
  deps: { db: Db; broker: Broker; logger: Logger },
  { id, by }: { id: number; by: string },
): Promise<ReplayOutcome> {
  const { outcome, call } = await inTransaction(
    deps.db,
    async (tx): Promise<{ outcome: ReplayOutcome; call?: CallRow }> => {
      const letter = await findDeadLetter(tx, id);
      if (letter === undefined) return { outcome: { kind: 'not_found' } };
      if (letter.status !== 'open') return { outcome: { kind: 'not_open', status: letter.status } };
      const { stage, bid, callid } = letter;
      if (bid === null || callid === null) return { outcome: { kind: 'names_no_call' } };
      const key = { bid, callid };
      if (!(await reviveCall(tx, key, { stage, state: stageRules[stage].due }))) {
        const current = await findCall(tx, key);
        return { outcome: { kind: 'call_moved_on', state: current?.processing_state ?? 'unknown' } };
      }
      // Replaying a notification that may have gone out is a person's decision to risk a second one.
      if (stage === 'notify') await allowResend(tx, key);
      if (!(await resolveDeadLetter(tx, id, { status: 'replayed', by, reason: null }))) {
        throw new Error(`dead letter ${id} was resolved by someone else meanwhile`);
      }
      await appendProcessingLog(tx, [{ ...key, stage: 'replayed', status: 'success', worker_id: by }]);
      const revived = await findCall(tx, key);
      return { outcome: { kind: 'replayed', stage, ...key }, ...(revived === undefined ? {} : { call: revived }) };
    },
  );
  if (outcome.kind === 'replayed' && call !== undefined) {
    await announce(deps, { kind: 'permit', stage: outcome.stage, call, delayMs: 0 });
  }
  return outcome;
}
