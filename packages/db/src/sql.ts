import { sql } from 'drizzle-orm';

/** Now, by the database's clock. */
export const utcNow = sql`UTC_TIMESTAMP(3)`;

/** Now plus (or minus) some milliseconds, by the database's clock. */
export function utcNowPlusMs(ms: number) {
  return sql`UTC_TIMESTAMP(3) + INTERVAL ${Math.round(ms * 1000)} MICROSECOND`;
}
