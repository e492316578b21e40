import { createHash } from 'node:crypto';
import type { DeadLetterMessage, Stage } from '@callscript/contracts';
import { and, desc, eq, type SQL } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.ts';
import { deadLetters, type DeadLetterRow } from '../schema/operations.ts';
import { isDuplicateKey } from '../transaction.ts';
import { utcNow } from '../sql.ts';

/** Files a letter; false when this very letter is on file already. */
export async function fileDeadLetter(db: Executor, messageId: string, letter: DeadLetterMessage): Promise<boolean> {
  const { message, first_failed_at, last_failed_at, ...rest } = letter;
  try {
    await db.insert(deadLetters).values({
      ...rest,
      message_id: storableId(messageId),
      first_failed_at: new Date(first_failed_at),
      last_failed_at: new Date(last_failed_at),
      message: typeof message === 'string' ? { text: message } : message,
    });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** AMQP ids have at most 255 bytes; ours are ASCII, a stranger's need not be. */
function storableId(messageId: string): string {
  return /^[\x20-\x7e]{1,255}$/.test(messageId) ? messageId : createHash('sha256').update(messageId).digest('hex');
}

export type DeadLetterStatus = DeadLetterRow['status'];

/** Newest first. */
export async function listDeadLetters(
  db: Executor,
  filter: { stage?: Stage; bid?: string; status?: DeadLetterStatus; limit: number },
): Promise<DeadLetterRow[]> {
  const conditions: SQL[] = [];
  if (filter.stage !== undefined) conditions.push(eq(deadLetters.stage, filter.stage));
  if (filter.bid !== undefined) conditions.push(eq(deadLetters.bid, filter.bid));
  if (filter.status !== undefined) conditions.push(eq(deadLetters.status, filter.status));
  return await db
    .select()
    .from(deadLetters)
    .where(and(...conditions))
    .orderBy(desc(deadLetters.id))
    .limit(filter.limit);
}

export async function findDeadLetter(db: Executor, id: number): Promise<DeadLetterRow | undefined> {
  const [row] = await db.select().from(deadLetters).where(eq(deadLetters.id, id));
  return row;
}

/** The letter, held for this transaction: nobody else resolves it meanwhile. */
export async function lockDeadLetter(tx: Transaction, id: number): Promise<DeadLetterRow | undefined> {
  const [row] = await tx.select().from(deadLetters).where(eq(deadLetters.id, id)).for('update');
  return row;
}

/** Ends an open letter; false when it is not open any more. */
export async function resolveDeadLetter(
  tx: Transaction,
  id: number,
  resolution: { status: 'replayed' | 'dropped'; by: string; reason: string | null },
): Promise<boolean> {
  const [result] = await tx
    .update(deadLetters)
    .set({
      status: resolution.status,
      resolved_by: resolution.by,
      resolved_reason: resolution.reason,
      resolved_at: utcNow,
    })
    .where(and(eq(deadLetters.id, id), eq(deadLetters.status, 'open')));
  return result.affectedRows === 1;
}
