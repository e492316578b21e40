import type { ProcessingState, Stage } from '@callscript/contracts';
import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';
import { calls, type CallRow } from '../schema/calls.ts';
import { utcNow } from '../sql.ts';
import { withoutFailure } from './call-claims.ts';

/** A call's row, held for the rest of the transaction: nobody claims it meanwhile. */
export async function lockCall(tx: Transaction, key: { bid: string; callid: string }): Promise<CallRow | undefined> {
  const [row] = await tx
    .select()
    .from(calls)
    .where(and(eq(calls.bid, key.bid), eq(calls.callid, key.callid)))
    .for('update');
  return row;
}

/** Makes a locked call, which nobody works on, due at a stage it has been through, with fresh attempts; returns it as it is now. */
export async function makeDueAgain(
  tx: Transaction,
  { id, bid, callid }: CallRow,
  { stage, state }: { stage: Stage; state: ProcessingState },
): Promise<CallRow> {
  await tx
    .update(calls)
    .set({
      ...withoutFailure,
      processing_state: state,
      stage,
      next_attempt_at: utcNow,
      attempts: 0,
      version: sql`version + 1`,
      updated_at: utcNow,
    })
    .where(eq(calls.id, id));
  const due = await lockCall(tx, { bid, callid });
  if (due === undefined) throw new Error(`${bid}/${callid} was deleted while it was locked`);
  return due;
}
