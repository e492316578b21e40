import type { DeadLetterRow } from '@callscript/db';
import { spoolQueue, type Broker } from '@callscript/messaging';

/** A webhook that waited in the spool until its retries were spent; its letter holds the spooled message as text. */
export const spoolExhausted = 'spooled_webhook_exhausted';
/** One that nobody could read: it would be as unreadable again. */
export const spoolUnreadable = 'spooled_webhook_unreadable';
/** The contract of the spool's messages. */
export const spooledWebhookType = 'webhook.call-completed.v1';

/** The spooled message of a letter, as it was; undefined when its text was cut, so that nobody can read it any more. */
export function readSpooled({ message }: DeadLetterRow): object | undefined {
  if (!('text' in message) || typeof message.text !== 'string') return undefined;
  try {
    const spooled: unknown = JSON.parse(message.text);
    return typeof spooled === 'object' && spooled !== null ? spooled : undefined;
  } catch {
    return undefined;
  }
}

/** Puts it back into the spool, as the gateway had. A second copy is stored once: the call's key decides. */
export async function respool(broker: Broker, spooled: object): Promise<void> {
  const correlationId = 'correlationId' in spooled ? String(spooled.correlationId) : undefined;
  await broker.publish({
    routingKey: spoolQueue,
    type: spooledWebhookType,
    body: spooled,
    ...(correlationId === undefined ? {} : { messageId: correlationId, correlationId }),
  });
}
