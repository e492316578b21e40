import type { Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';

/** The vertical that a call was judged by, or would be now. An archived call keeps it in its summary row. */
export async function findVertical(db: Executor, { bid, callid }: { bid: string; callid: string }): Promise<string> {
  const judgedBy = sql`(SELECT vertical FROM call_analytics WHERE bid = ${bid} AND callid = ${callid})`;
  const configured = sql`(SELECT vertical FROM business_pipeline_config WHERE bid = ${bid})`;
  const [row] = await db
    .select({ vertical: sql<string>`COALESCE(${judgedBy}, ${configured}, 'general')` })
    .from(sql`DUAL`);
  return row?.vertical ?? 'general';
}
