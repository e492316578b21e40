import type { ProcessingState, Verdict } from '@callscript/contracts';
import type { CallCursor, CallFilter, Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';
import type { SummaryRow } from '../call-summary.ts';
import { utcDate } from './utc.ts';

/** `listCalls` for one agent of a business. @param agentEmail in lower case. */
export async function listAgentCalls(
  db: Executor,
  bid: string,
  agentEmail: string,
  page: { filter: CallFilter; after: CallCursor | undefined; limit: number },
): Promise<SummaryRow[]> {
  // Byte by byte: no collation may take one agent's address for another's.
  const conditions = [sql`c.bid = ${bid}`, sql`LOWER(c.agent_email) = ${agentEmail} COLLATE utf8mb4_bin`];
  if (page.filter.states !== undefined) conditions.push(sql`c.processing_state IN ${[...page.filter.states]}`);
  if (page.filter.verdict !== undefined) conditions.push(sql`a.verdict = ${page.filter.verdict}`);
  if (page.after !== undefined) {
    const startedAt = page.after.startedAt.toISOString().slice(0, -1).replace('T', ' ');
    conditions.push(
      sql`(c.call_starttime < ${startedAt} OR (c.call_starttime = ${startedAt} AND c.id < ${page.after.id}))`,
    );
  }
  return await db
    .select({
      call: {
        id: sql<number>`c.id`,
        bid: sql<string>`c.bid`,
        callid: sql<string>`c.callid`,
        processing_state: sql<ProcessingState>`c.processing_state`,
        skip_reason: sql<string | null>`c.skip_reason`,
        duration_seconds: sql<number>`c.duration_seconds`,
        direction: sql<SummaryRow['call']['direction']>`c.direction`,
        group_name: sql<string | null>`c.group_name`,
        customer_phone: sql<string | null>`c.customer_phone`,
        call_starttime: sql`c.call_starttime`.mapWith(utcDate),
        agent_id: sql<string | null>`c.agent_id`,
        agent_name: sql<string | null>`c.agent_name`,
        agent_email: sql<string | null>`c.agent_email`,
        agent_phone: sql<string | null>`c.agent_phone`,
      },
      verdict: sql<Verdict | null>`a.verdict`,
      quality_score: sql<number | null>`a.quality_score + 0e0`,
    })
    .from(sql`calls c LEFT JOIN call_analytics a ON a.bid = c.bid AND a.callid = c.callid`)
    .where(sql.join(conditions, sql` AND `))
    .orderBy(sql`c.call_starttime DESC, c.id DESC`)
    .limit(page.limit);
}
