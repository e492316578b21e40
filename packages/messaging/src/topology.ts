import { stages, type Stage } from '@callscript/contracts';

export interface ExchangeSpec {
  readonly name: string;
  readonly type: 'direct' | 'fanout';
}

/** A durable queue and its one binding. */
export interface QueueSpec {
  readonly name: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly arguments: Readonly<Record<string, string | number | boolean>>;
}

export interface Topology {
  readonly exchanges: readonly ExchangeSpec[];
  readonly queues: readonly QueueSpec[];
}

export const workExchange = 'pcaa.direct';
export const spoolQueue = 'webhook.spool';

export function queueName<S extends Stage>(stage: S): `call.${S}` {
  return `call.${stage}`;
}

export function failedQueueName<S extends Stage>(stage: S): `call.${S}.failed` {
  return `call.${stage}.failed`;
}

/** The broker's own guard against a message that kills its consumers. RabbitMQ 4's default, set so that 3.10 has it too. */
const stageDeliveryLimit = 20;

/**
 * Queues without a dead-letter queue must never drop. RabbitMQ 4 drops after 20 deliveries unless told otherwise, and -1
 * ("unlimited" in 4.x) makes 3.10 drop at the first requeue; a large number means the same to all.
 */
const endlessDeliveryLimit = 1_000_000_000;

/** At-least-once needs reject-publish; without it the broker falls back to at-most-once and says nothing. */
const safeDeadLettering = {
  'x-dead-letter-exchange': workExchange,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
} as const;

function workQueue(name: string, queueArguments: QueueSpec['arguments']): QueueSpec {
  return {
    name,
    exchange: workExchange,
    routingKey: name,
    arguments: { 'x-queue-type': 'quorum', ...queueArguments },
  };
}

function stageQueue(stage: Stage): QueueSpec {
  return workQueue(queueName(stage), {
    ...safeDeadLettering,
    'x-dead-letter-routing-key': failedQueueName(stage),
    'x-delivery-limit': stageDeliveryLimit,
  });
}

function failedQueue(stage: Stage): QueueSpec {
  return workQueue(failedQueueName(stage), { 'x-delivery-limit': endlessDeliveryLimit });
}

/** Both an exchange and a queue: a message published to it comes back to the queue of its routing key after the delay. */
export interface DelayRung {
  readonly name: string;
  readonly delayMs: number;
}

/** One queue per delay, because only the head of a queue expires. */
export const delayRungs: readonly DelayRung[] = [1, 5, 15, 60, 300, 900].map((seconds) => ({
  name: `pcaa.delay.${seconds}s`,
  delayMs: seconds * 1000,
}));

/** The shortest rung that waits long enough; the longest one for anything beyond it. */
export function delayRung(delayMs: number): DelayRung {
  const rung = delayRungs.find((candidate) => candidate.delayMs >= delayMs) ?? delayRungs.at(-1);
  if (!rung) throw new Error('there are no delay rungs');
  return rung;
}

/** No dead-letter routing key: the message keeps the one that leads to its queue. */
function delayQueue(rung: DelayRung): QueueSpec {
  return {
    name: rung.name,
    exchange: rung.name,
    routingKey: '',
    arguments: { 'x-queue-type': 'quorum', ...safeDeadLettering, 'x-message-ttl': rung.delayMs },
  };
}

export const topology: Topology = {
  exchanges: [
    { name: workExchange, type: 'direct' },
    ...delayRungs.map((rung) => ({ name: rung.name, type: 'fanout' as const })),
  ],
  queues: [
    ...stages.flatMap((stage) => [stageQueue(stage), failedQueue(stage)]),
    // One consumer at a time, and a requeued message returns to its place: the spool is drained in order.
    workQueue(spoolQueue, { 'x-single-active-consumer': true, 'x-delivery-limit': endlessDeliveryLimit }),
    ...delayRungs.map(delayQueue),
  ],
};
