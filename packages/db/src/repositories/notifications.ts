import { and, eq, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.ts';
import { notifications } from '../schema/operations.ts';
import { utcNow } from '../sql.ts';

export interface NotificationKey {
  bid: string;
  callid: string;
  notification_type: 'agent_report';
  channel: 'email';
  recipient: string;
}

/**
 * Claims the right to send, before anything is handed over. `sent`: it was sent before. `uncertain`: an earlier
 * attempt ended between handing over and noting it; only a person may decide to send again.
 */
export async function beginSending(
  tx: Transaction,
  key: NotificationKey,
  messageId: string,
): Promise<'send' | 'sent' | 'uncertain'> {
  const [existing] = await tx.select().from(notifications).where(matches(key)).for('update');
  if (existing === undefined) {
    await tx.insert(notifications).values({ ...key, status: 'sending', message_id: messageId });
    return 'send';
  }
  switch (existing.status) {
    case 'sent':
      return 'sent';
    case 'failed':
      await setStatus(tx, key, 'sending', null);
      return 'send';
    case 'sending':
      await setStatus(tx, key, 'uncertain', 'the worker was lost between handing the message over and noting it');
      return 'uncertain';
    case 'uncertain':
      return 'uncertain';
  }
}

/**
 * Notes how sending ended; false when it is not under way any more, because another worker has taken the call over: what
 * that one found and did stands. `failed` means certainly not sent.
 */
export async function endSending(
  db: Executor,
  key: NotificationKey,
  status: 'sent' | 'failed' | 'uncertain',
  response: string,
): Promise<boolean> {
  const [result] = await db
    .update(notifications)
    .set({ status, response: response.slice(0, 500), updated_at: utcNow })
    .where(and(matches(key), eq(notifications.status, 'sending')));
  return result.affectedRows === 1;
}

/** A person's decision to send again what may have been sent: uncertain messages of the call count as not sent. */
export async function allowResend(db: Executor, call: { bid: string; callid: string }): Promise<void> {
  await db
    .update(notifications)
    .set({ status: 'failed', updated_at: utcNow })
    .where(
      and(
        eq(notifications.bid, call.bid),
        eq(notifications.callid, call.callid),
        eq(notifications.status, 'uncertain'),
      ),
    );
}

async function setStatus(
  tx: Transaction,
  key: NotificationKey,
  status: 'sending' | 'uncertain',
  response: string | null,
): Promise<void> {
  await tx
    .update(notifications)
    .set({ status, response: response ?? sql`response`, updated_at: utcNow })
    .where(matches(key));
}

function matches(key: NotificationKey) {
  return and(
    eq(notifications.bid, key.bid),
    eq(notifications.callid, key.callid),
    eq(notifications.notification_type, key.notification_type),
    eq(notifications.channel, key.channel),
    eq(notifications.recipient, key.recipient),
  );
}
