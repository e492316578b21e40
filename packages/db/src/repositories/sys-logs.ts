import { lt } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import { sysLogs } from '../schema/operations.ts';
import { utcNowPlusMs } from '../sql.ts';

export async function appendSysLog(db: Executor, entry: typeof sysLogs.$inferInsert): Promise<void> {
  await db.insert(sysLogs).values(entry);
}

/** Deletes old entries, at most `limit`; returns how many went. */
export async function pruneSysLogs(db: Executor, { olderThanMs, limit }: { olderThanMs: number; limit: number }) {
  const [result] = await db
    .delete(sysLogs)
    .where(lt(sysLogs.created_at, utcNowPlusMs(-olderThanMs)))
    .limit(limit);
  return result.affectedRows;
}
