import { lt } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import { webhookLog, type NewWebhookLogRow } from '../schema/operations.ts';
import { utcNowPlusMs } from '../sql.ts';

export async function appendWebhookLog(db: Executor, rows: readonly NewWebhookLogRow[]): Promise<void> {
  if (rows.length > 0) await db.insert(webhookLog).values([...rows]);
}

/** Deletes old entries, at most `limit`; returns how many went. */
export async function pruneWebhookLog(db: Executor, { olderThanMs, limit }: { olderThanMs: number; limit: number }) {
  const [result] = await db
    .delete(webhookLog)
    .where(lt(webhookLog.received_at, utcNowPlusMs(-olderThanMs)))
    .limit(limit);
  return result.affectedRows;
}
