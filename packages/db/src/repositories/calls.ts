import type { ProcessingState, Stage } from '@callscript/contracts';
import { and, count, desc, eq, inArray, isNotNull, isNull, lt, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import { calls, processingLog, type CallRow, type NewProcessingLogRow } from '../schema/calls.ts';
import { callAnalytics } from '../schema/results.ts';
import { inBatches } from '../in-batches.ts';
import { utcNow, utcNowPlusMs } from '../sql.ts';
import { withoutFailure } from './call-claims.ts';

export async function findCall(db: Executor, key: { bid: string; callid: string }): Promise<CallRow | undefined> {
  const [row] = await db
    .select()
    .from(calls)
    .where(and(eq(calls.bid, key.bid), eq(calls.callid, key.callid)));
  return row;
}

/** Where a page ended: the order of lists is call_starttime, then id, newest first. */
export interface CallCursor {
  startedAt: Date;
  id: number;
}

export interface CallFilter {
  states?: readonly ProcessingState[];
  verdict?: 'flagged' | 'safe';
  /** Calls of this agent alone. In lower case. */
  agentEmail?: string;
}

/** One page of a business's calls, newest first, with score and verdict where there are any. */
export async function listCalls(
  db: Executor,
  bid: string,
  page: { filter: CallFilter; after: CallCursor | undefined; limit: number },
) {
  const conditions: (SQL | undefined)[] = [eq(calls.bid, bid)];
  if (page.filter.states !== undefined) conditions.push(inArray(calls.processing_state, [...page.filter.states]));
  if (page.filter.verdict !== undefined) conditions.push(eq(callAnalytics.verdict, page.filter.verdict));
  if (page.filter.agentEmail !== undefined) {
    // Byte by byte: no collation may take one agent's address for another's.
    conditions.push(sql`LOWER(${calls.agent_email}) = ${page.filter.agentEmail} COLLATE utf8mb4_bin`);
  }
  if (page.after !== undefined) {
    const { startedAt, id } = page.after;
    conditions.push(
      or(lt(calls.call_starttime, startedAt), and(eq(calls.call_starttime, startedAt), lt(calls.id, id))),
    );
  }
  return await db
    .select({ call: calls, verdict: callAnalytics.verdict, quality_score: callAnalytics.quality_score })
    .from(calls)
    .leftJoin(callAnalytics, and(eq(callAnalytics.bid, calls.bid), eq(callAnalytics.callid, calls.callid)))
    .where(and(...conditions))
    .orderBy(desc(calls.call_starttime), desc(calls.id))
    .limit(page.limit);
}

/** How many calls of a business are in each state; states without calls are absent. */
export async function countCallsByState(db: Executor, bid: string): Promise<Map<ProcessingState, number>> {
  const rows = await db
    .select({ state: calls.processing_state, n: count() })
    .from(calls)
    .where(eq(calls.bid, bid))
    .groupBy(calls.processing_state);
  return new Map(rows.map((row) => [row.state, row.n]));
}

/** Due and overdue calls of a stage, counted up to `limit`: beyond it the exact number changes nothing. */
export async function countDueCalls(db: Executor, stage: Stage, limit: number): Promise<number> {
  const due = db
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.stage, stage), lte(calls.next_attempt_at, utcNow)))
    .limit(limit)
    .as('due');
  const [row] = await db.select({ n: count() }).from(due);
  return row?.n ?? 0;
}

/** The newest due calls of a stage; `offset` leaves out the newest of them. */
export async function listDueCalls(db: Executor, stage: Stage, limit: number, offset = 0): Promise<CallRow[]> {
  return await db
    .select()
    .from(calls)
    .where(and(eq(calls.stage, stage), lte(calls.next_attempt_at, utcNow)))
    .orderBy(desc(calls.call_starttime))
    .limit(limit)
    .offset(offset);
}

const receivedBatch = 1_000;

/**
 * Calls accepted while the broker was away are `received`; this makes those of at least some age `queued`, a batch at a
 * time and a bounded number in all.
 */
export async function queueReceivedCalls(db: Executor, olderThanMs: number): Promise<number> {
  return await inBatches(receivedBatch, async () => {
    const [result] = await db
      .update(calls)
      .set({ processing_state: 'queued', version: sql`version + 1`, updated_at: utcNow })
      .where(
        and(
          eq(calls.stage, 'transcribe'),
          eq(calls.processing_state, 'received'),
          lte(calls.created_at, utcNowPlusMs(-olderThanMs)),
        ),
      )
      .limit(receivedBatch);
    return result.affectedRows;
  });
}

/** Makes calls of one business past their hot retention due for archiving; at most `limit` at a time. */
export async function markArchiveDue(
  db: Executor,
  bid: string,
  { hotRetentionDays, limit }: { hotRetentionDays: number; limit: number },
): Promise<number> {
  const [result] = await db
    .update(calls)
    .set({
      ...withoutFailure,
      stage: 'archive',
      next_attempt_at: utcNow,
      attempts: 0,
      version: sql`version + 1`,
      updated_at: utcNow,
    })
    .where(
      and(
        eq(calls.bid, bid),
        inArray(calls.processing_state, ['analyzed', 'notified']),
        lt(calls.call_starttime, sql`${utcNow} - INTERVAL ${hotRetentionDays} DAY`),
        isNull(calls.stage),
        // A call that failed to be archived waits for a person, and one that owes a dead letter sends that first.
        or(isNull(calls.failed_stage), and(ne(calls.failed_stage, 'archive'), isNotNull(calls.dead_lettered_at))),
      ),
    )
    .limit(limit);
  return result.affectedRows;
}

export async function appendProcessingLog(db: Executor, rows: readonly NewProcessingLogRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(processingLog).values([...rows]);
}

/** A call's history, oldest first. */
export async function listHistory(db: Executor, key: { bid: string; callid: string }) {
  return await db
    .select()
    .from(processingLog)
    .where(and(eq(processingLog.bid, key.bid), eq(processingLog.callid, key.callid)))
    .orderBy(processingLog.id);
}
