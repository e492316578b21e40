import type { Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';
import { whereLetters, type LetterFilter } from './letter-filter.ts';

/** Newest first, as lists show them. */
export async function listLetterIds(db: Executor, filter: LetterFilter, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: sql<number>`id` })
    .from(sql`dead_letters`)
    .where(whereLetters(filter))
    .orderBy(sql`id DESC`)
    .limit(limit);
  return rows.map(({ id }) => id);
}
