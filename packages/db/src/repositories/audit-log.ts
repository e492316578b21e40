import { createHash } from 'node:crypto';
import { desc } from 'drizzle-orm';
import type { Transaction } from '../client.ts';
import { auditLog } from '../schema/operations.ts';
import { isDuplicateKey } from '../transaction.ts';

/** Who did what to which object. `details` holds facts about it, never what it said. */
export interface AuditEntry {
  actor: string;
  action: string;
  bid: string | null;
  object: string;
  details: Readonly<Record<string, unknown>>;
  ip: string | null;
  requestId: string | null;
}

type AuditRow = typeof auditLog.$inferSelect;

/** What the first row follows. */
export const auditOrigin = '0'.repeat(64);
/** Each lost try means that somebody else's row was written. */
const maxTries = 20;

/**
 * Appends a row in the caller's transaction: what it tells of happened if and only if the row is there. Rows of
 * transactions at the same time wait for each other, so this comes last in them; the unique key on the hash before makes
 * a fork of the chain impossible.
 */
export async function appendAudit(tx: Transaction, { requestId, ...entry }: AuditEntry): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const [last] = await tx
      .select({ hash: auditLog.hash })
      .from(auditLog)
      .orderBy(desc(auditLog.id))
      .limit(1)
      .for('update');
    const content = {
      ...entry,
      request_id: requestId,
      previous_hash: last?.hash ?? auditOrigin,
      created_at: new Date(),
    };
    try {
      await tx.insert(auditLog).values({ ...content, hash: auditHash(content) });
      return;
    } catch (error) {
      if (!isDuplicateKey(error) || tries === maxTries) throw error;
    }
  }
}

/** The hash of a row over all that it says and the hash before it; whoever changes a row breaks the chain there. */
export function auditHash(row: Omit<AuditRow, 'id' | 'hash'>): string {
  const { previous_hash, actor, action, bid, object, details, ip, request_id, created_at } = row;
  const content = [previous_hash, actor, action, bid, object, details, ip, request_id, created_at.toISOString()];
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** The same text for the same value, in whatever order a server keeps the names of an object. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
