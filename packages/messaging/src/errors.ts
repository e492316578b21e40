export type Unavailability = 'down' | 'blocked' | 'overloaded' | 'closed';

const unavailability: Record<Unavailability, string> = {
  down: 'there is no connection to RabbitMQ',
  blocked: 'RabbitMQ accepts no messages: a memory or disk alarm is on',
  overloaded: 'too many messages wait to be published',
  closed: 'this broker client is closed',
};

/** The message was not sent. Sending it later, or elsewhere, cannot double it. */
export class BrokerUnavailableError extends Error {
  override readonly name = 'BrokerUnavailableError';
  readonly code = 'BROKER_UNAVAILABLE';
  readonly reason: Unavailability;

  constructor(reason: Unavailability, options?: ErrorOptions) {
    super(unavailability[reason], options);
    this.reason = reason;
  }
}

/** The message was sent and not confirmed: it may be in the queue or not. Send it again with the same message id. */
export class PublishUnconfirmedError extends Error {
  override readonly name = 'PublishUnconfirmedError';
  readonly code = 'PUBLISH_UNCONFIRMED';
  readonly messageId: string;

  constructor(messageId: string, detail: string, options?: ErrorOptions) {
    super(`message ${messageId} was not confirmed: ${detail}`, options);
    this.messageId = messageId;
  }
}

/** No queue is bound for the routing key; the message is nowhere. */
export class UnroutableError extends Error {
  override readonly name = 'UnroutableError';
  readonly code = 'UNROUTABLE';
  readonly routingKey: string;

  constructor(exchange: string, routingKey: string) {
    super(`no queue takes messages of exchange ${exchange} with routing key ${routingKey}`);
    this.routingKey = routingKey;
  }
}

/** A queue or exchange exists with other properties than ours. A person must delete or migrate it. */
export class TopologyMismatchError extends Error {
  override readonly name = 'TopologyMismatchError';
  readonly code = 'TOPOLOGY_MISMATCH';
  /** The queue or exchange. */
  readonly object: string;

  constructor(object: string, options: ErrorOptions & { detail: string }) {
    super(
      `${object} exists at the broker with other properties than the topology gives it: ${options.detail}`,
      options,
    );
    this.object = object;
  }
}

export class QueueMissingError extends Error {
  override readonly name = 'QueueMissingError';
  readonly code = 'QUEUE_MISSING';
  readonly queue: string;

  constructor(queue: string, options?: ErrorOptions) {
    super(`queue ${queue} does not exist`, options);
    this.queue = queue;
  }
}

/** The reply code of an AMQP error, such as 404 or 406. */
export function replyCode(error: unknown): number | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code;
  return undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
