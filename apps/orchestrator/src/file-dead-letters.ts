import { createHash } from 'node:crypto';
import {
  callKeySchema,
  deadLetterMessageSchema,
  stages,
  type DeadLetterMessage,
  type Stage,
} from '@callscript/contracts';
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
  const { bid, callid, failure, error_class } = letter;
  const isNew = await inTransaction(db, async (tx) => {
    const filed = await fileDeadLetter(tx, letterId(stage, delivery), letter);
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

/** A stranger's message need not have an id; the same bytes are the same letter then. */
function letterId(stage: Stage, { messageId, body }: Delivery): string {
  return messageId ?? `${stage}/${createHash('sha256').update(body).digest('hex')}`;
}

/** Anything may lie in a dead-letter queue: what RabbitMQ itself moved there is a permit, not a letter. */
function readLetter(stage: Stage, { body, headers }: Delivery): DeadLetterMessage {
  const text = body.toString('utf8');
  const content = parseJson(text);
  const parsed = deadLetterMessageSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const key = callKeySchema.safeParse(content);
  const movedBecause = headers['x-first-death-reason'];
  const now = new Date().toISOString();
  return {
    stage,
    bid: key.success ? key.data.bid : null,
    callid: key.success ? key.data.callid : null,
    failure: 'unreadable',
    error_class: typeof movedBecause === 'string' ? movedBecause.slice(0, 100) : 'not_a_dead_letter',
    error_message:
      typeof movedBecause === 'string'
        ? `RabbitMQ moved the message here (${movedBecause}); its call, if there is one, is not lost`.slice(0, 2000)
        : 'somebody put a message here that is not a dead letter',
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
