import type { Stage } from '@callscript/contracts';
import type { Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';
import { whereLetters, type LetterFilter } from './letter-filter.ts';

export interface LetterCount {
  stage: Stage;
  error_class: string;
  n: number;
}

/** How many letters there are of each stage and error class, most first. */
export async function countLetters(db: Executor, filter: LetterFilter): Promise<LetterCount[]> {
  return await db
    .select({ stage: sql<Stage>`stage`, error_class: sql<string>`error_class`, n: sql<number>`COUNT(*)` })
    .from(sql`dead_letters`)
    .where(whereLetters(filter))
    .groupBy(sql`stage, error_class`)
    .orderBy(sql`COUNT(*) DESC, stage, error_class`);
}
