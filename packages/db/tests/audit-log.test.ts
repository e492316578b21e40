import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendAudit, inTransaction, type AuditEntry } from '../src/index.ts';
import { auditHash, auditOrigin } from '../src/repositories/audit-log.ts';
import { auditLog } from '../src/schema/operations.ts';
import { createTestDatabase, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase();
});
afterAll(async () => t[Symbol.asyncDispose]());
beforeEach(async () => void (await t.query('DELETE FROM audit_log')));

const entry: AuditEntry = {
  actor: 'asha@example.com',
  action: 'call.speakers_changed',
  bid: '6004',
  object: '6004/c-1',
  details: { to: 'person', from: { source: 'content', confidence: 0.9 } },
  ip: '192.0.2.1',
  requestId: 'r-1',
};
const append = (changes: Partial<AuditEntry> = {}) =>
  inTransaction(t.db, (tx) => appendAudit(tx, { ...entry, ...changes }));
const readChain = async () => await t.db.select().from(auditLog).orderBy(auditLog.id);

describe('appendAudit', () => {
  test('writes rows of which each carries the hash of the one before', async () => {
    await append();
    await append({ actor: 'ravi@example.com', bid: null, ip: null, requestId: null });
    const [first, second] = await readChain();
    expect(first).toMatchObject({ actor: 'asha@example.com', details: entry.details, previous_hash: auditOrigin });
    expect(second?.previous_hash).toBe(first?.hash);
    for (const row of [first, second]) expect(row && auditHash(row)).toBe(row?.hash);
  });

  test('shows by the hash whatever was changed of a row afterwards', async () => {
    await append();
    await t.query("UPDATE audit_log SET actor = 'somebody@example.com'");
    const [row] = await readChain();
    expect(row && auditHash(row)).not.toBe(row?.hash);
  });

  test('makes one chain of what many write at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => append({ object: `6004/c-${i}` })));
    const chain = await readChain();
    expect(new Set(chain.map(({ object }) => object)).size).toBe(12);
    const before = [auditOrigin, ...chain.map(({ hash }) => hash)].slice(0, -1);
    expect(chain.map(({ previous_hash }) => previous_hash)).toEqual(before);
  });

  test('leaves nothing behind when what it tells of did not happen', async () => {
    const failing = inTransaction(t.db, async (tx) => {
      await appendAudit(tx, entry);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await readChain()).toEqual([]);
  });
});
