import type { Permits, Stage } from '@callscript/contracts';
import type { Broker } from './broker.ts';
import type { Subscription } from './consumer.ts';
import type { Delivery } from './delivery.ts';
import type { Logger } from './ports.ts';
import { queueName } from './topology.ts';
import { letterIdOf, readPermit, unreadableLetter, type Unreadable } from './unreadable.ts';

export interface ConsumePermitsOptions<S extends Stage> {
  broker: Broker;
  stage: S;
  prefetch: number;
  /** Settles the delivery, now or later. */
  onPermit: (permit: Permits[S], delivery: Delivery) => void | Promise<void>;
  logger: Logger;
}

/**
 * Consumes the permits of a stage. A message that is no permit becomes a dead letter in `call.<stage>.failed` and is acked
 * only when that is confirmed; while it cannot be filed, it goes back to the queue.
 */
export async function consumePermits<S extends Stage>(options: ConsumePermitsOptions<S>): Promise<Subscription> {
  const { broker, stage, prefetch, onPermit } = options;
  return await broker.consume({
    queue: queueName(stage),
    prefetch,
    async onMessage(delivery) {
      const read = readPermit(stage, delivery.type, delivery.body);
      if ('permit' in read) await onPermit(read.permit, delivery);
      else await fileUnreadable(options, read.unreadable, delivery);
    },
  });
}

async function fileUnreadable<S extends Stage>(
  { broker, stage, logger }: ConsumePermitsOptions<S>,
  unreadable: Unreadable,
  delivery: Delivery,
): Promise<void> {
  const { messageId, correlationId, body } = delivery;
  logger.error({ stage, messageId, ...reasonOf(unreadable) }, 'a message is no permit; it becomes a dead letter');
  await broker.publishDeadLetter(unreadableLetter(stage, unreadable, body, new Date()), {
    messageId: letterIdOf(queueName(stage), messageId, body),
    ...(correlationId === undefined ? {} : { correlationId }),
  });
  delivery.ack();
}

function reasonOf({ errorClass, reason }: Unreadable): { errorClass: string; reason: string } {
  return { errorClass, reason };
}
