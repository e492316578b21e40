import { deadLetterMessageSchema, stages, type DeadLetterMessage, type Stage } from '@callscript/contracts';
import { appendSysLog, fileDeadLetter, inTransaction, type Db } from '@callscript/db';
import { failedQueueName, type Broker, type Delivery, type Subscription } from '@callscript/messaging';
import type { Logger } from '@callscript/service';

const prefetch = 20;
const keptCharacters = 16_384;

/**
 * Files every dead letter into the table, where people search, show, replay and drop them. The queues are the durable
 * hand-over; a letter is acked when its row has committed, and one that comes twice is filed once.
 */
export async function fileDeadLetters(deps: { db: Db; broker: Broker; logger: Logger }): Promise<Subscription[]> {
  return await Promise.all(
    stages.map((stage) =>
      deps.broker.consume({
        queue: failedQueueName(stage),
        prefetch,
        onMessage: (delivery) => file(deps, stage, delivery),
      }),
    ),
  );
}

async function file({ db, logger }: { db: Db; logger: Logger }, stage: Stage, delivery: Delivery): Promise<void> {
  const letter = readLetter(stage, delivery);
  const messageId = delivery.messageId ?? `${stage}/${delivery.deliveredAt}/${Math.random()}`;
  const { bid, callid, failure, error_class } = letter;
  const isNew = await inTransaction(db, async (tx) => {
    const filed = await fileDeadLetter(tx, messageId, letter);
    if (filed) {
      await appendSysLog(tx, {
        source: 'dead-letters',
        level: 'error',
        message: `${stage} gave up on ${bid ?? '?'}/${callid ?? '?'}: ${error_class}`,
        details: { stage, bid, callid, failure, error_class, attempts: letter.attempts },
      });
    }
    return filed;
  });
  delivery.ack();
  if (isNew)
    logger.error({ event: 'dead_letter', stage, bid, callid, failure, error_class }, 'a dead letter was filed');
}

/** Anything may lie in a dead-letter queue: what RabbitMQ itself moved there is a permit, not a letter. */
function readLetter(stage: Stage, delivery: Delivery): DeadLetterMessage {
  const text = delivery.body.toString('utf8');
  const parsed = deadLetterMessageSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const now = new Date().toISOString();
  return {
    stage,
    bid: null,
    callid: null,
    failure: 'unreadable',
    error_class: String(delivery.headers['x-first-death-reason'] ?? 'not_a_dead_letter').slice(0, 100),
    error_message: 'the message was moved here by the broker, or is not a dead letter',
    attempts: 0,
    first_failed_at: now,
    last_failed_at: now,
    message: text.slice(0, keptCharacters).toWellFormed(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
