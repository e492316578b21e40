import type { SubscriptionStatus } from '@callscript/contracts';
import type { Executor } from '@callscript/db';
import { sql } from 'drizzle-orm';
import { utcDate } from './utc.ts';

export interface Subscription {
  status: SubscriptionStatus;
  plan: string;
  paid_until: Date | null;
}

export async function findSubscription(db: Executor, bid: string): Promise<Subscription | undefined> {
  const [row] = await db
    .select({
      status: sql<SubscriptionStatus>`s.status`,
      plan: sql<string>`s.plan`,
      paid_until: sql<string | null>`s.paid_until`,
    })
    .from(sql`pcaa_subscriptions s`)
    .where(sql`s.bid = ${bid}`);
  if (row === undefined) return undefined;
  return { ...row, paid_until: row.paid_until === null ? null : utcDate(row.paid_until) };
}
