import { and, eq } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import { archiveManifest } from '../schema/calls.ts';
import { utcNow } from '../sql.ts';

type ManifestRow = typeof archiveManifest.$inferSelect;

export async function saveManifest(db: Executor, row: typeof archiveManifest.$inferInsert): Promise<void> {
  const { bid: _bid, callid: _callid, ...rest } = row;
  await db
    .insert(archiveManifest)
    .values(row)
    .onDuplicateKeyUpdate({ set: { ...rest, archived_at: utcNow } });
}

export async function findManifest(
  db: Executor,
  key: { bid: string; callid: string },
): Promise<ManifestRow | undefined> {
  const [row] = await db
    .select()
    .from(archiveManifest)
    .where(and(eq(archiveManifest.bid, key.bid), eq(archiveManifest.callid, key.callid)));
  return row;
}
