import type { Executor } from '../client.ts';
import { sysLogs } from '../schema/operations.ts';

export async function appendSysLog(db: Executor, entry: typeof sysLogs.$inferInsert): Promise<void> {
  await db.insert(sysLogs).values(entry);
}
