import { stages, type Stage } from '@callscript/contracts';
import type { Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';

export interface Backlog {
  openDeadLetters: number;
  /** Calls that a stage has given up. */
  failedCalls: number;
  /** How long the oldest due call of each stage has waited for a worker; null where none waits. */
  oldestDueSeconds: Record<Stage, number | null>;
}

/** What waits and what failed, over all businesses. Each count reads one index, and only the rows it counts. */
export async function readBacklog(db: Executor): Promise<Backlog> {
  const count = sql<number>`COUNT(*)`;
  const [[letters], [failed], due] = await Promise.all([
    db
      .select({ n: count })
      .from(sql`dead_letters`)
      .where(sql`status = 'open'`),
    db
      .select({ n: count })
      .from(sql`calls`)
      .where(sql`failed_stage IS NOT NULL`),
    db
      .select({
        stage: sql<Stage>`stage`,
        seconds: sql<number>`TIMESTAMPDIFF(SECOND, MIN(next_attempt_at), UTC_TIMESTAMP(3))`,
      })
      .from(sql`calls`)
      .where(sql`stage IS NOT NULL AND next_attempt_at <= UTC_TIMESTAMP(3)`)
      .groupBy(sql`stage`),
  ]);
  const secondsByStage = new Map(due.map(({ stage, seconds }) => [stage, seconds]));
  return {
    openDeadLetters: letters?.n ?? 0,
    failedCalls: failed?.n ?? 0,
    oldestDueSeconds: Object.fromEntries(
      stages.map((stage) => [stage, secondsByStage.get(stage) ?? null]),
    ) as Backlog['oldestDueSeconds'],
  };
}
