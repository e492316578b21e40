import type { Stage } from '@callscript/contracts';
import type { DeadLetterStatus } from '@callscript/db';
import { sql, type SQL } from 'drizzle-orm';

export interface LetterFilter {
  stage?: Stage;
  bid?: string;
  errorClass?: string;
  status?: DeadLetterStatus;
}

export function whereLetters({ stage, bid, errorClass, status }: LetterFilter): SQL {
  const conditions = [sql`TRUE`];
  if (stage !== undefined) conditions.push(sql`stage = ${stage}`);
  if (bid !== undefined) conditions.push(sql`bid = ${bid}`);
  if (errorClass !== undefined) conditions.push(sql`error_class = ${errorClass}`);
  if (status !== undefined) conditions.push(sql`status = ${status}`);
  return sql.join(conditions, sql` AND `);
}
