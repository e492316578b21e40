import { stages } from '@callscript/contracts';
import { failedQueueName, queueName, spoolQueue, type Broker } from '@callscript/messaging';
import type { Db } from '@callscript/db';
import type { FastifyBaseLogger } from 'fastify';
import { readBacklog, type Backlog } from './queries/read-backlog.ts';

export interface PipelineHealth {
  /** `down`: the database is away, and nothing moves. `degraded`: calls are accepted, and some wait for longer than promised. */
  status: 'ok' | 'degraded' | 'down';
  database: { ok: boolean };
  broker: { ok: boolean };
  /** Empty while the broker is away. */
  queues: QueueHealth[];
  /** The three below are null while the database is away. */
  dead_letters: { open: number } | null;
  oldest_due_seconds: Backlog['oldestDueSeconds'] | null;
  failed_calls: number | null;
}

interface QueueHealth {
  queue: string;
  messages: number;
  consumers: number;
}

/** The report must come while what it reports on is frozen. */
const patienceMs = 3_000;
/** From hang-up to flag, as promised. */
const promisedSeconds = 300;

const workQueues: readonly string[] = stages.map(queueName);
const queueNames = [...workQueues, ...stages.map(failedQueueName), spoolQueue];

export async function checkPipeline(deps: {
  db: Db;
  broker: Pick<Broker, 'checkQueue'>;
  logger: Pick<FastifyBaseLogger, 'warn'>;
}): Promise<PipelineHealth> {
  const { db, broker, logger } = deps;
  const [backlog, queues] = await Promise.all([
    orUndefined(readBacklog(db), 'database', logger),
    orUndefined(Promise.all(queueNames.map((queue) => inspectQueue(broker, queue))), 'broker', logger),
  ]);
  return {
    status: judge(backlog, queues),
    database: { ok: backlog !== undefined },
    broker: { ok: queues !== undefined },
    queues: queues ?? [],
    dead_letters: backlog === undefined ? null : { open: backlog.openDeadLetters },
    oldest_due_seconds: backlog?.oldestDueSeconds ?? null,
    failed_calls: backlog?.failedCalls ?? null,
  };
}

function judge(backlog: Backlog | undefined, queues: QueueHealth[] | undefined): PipelineHealth['status'] {
  if (backlog === undefined) return 'down';
  const isLate = Object.values(backlog.oldestDueSeconds).some((seconds) => (seconds ?? 0) > promisedSeconds);
  const isServed = queues?.every(({ queue, consumers }) => consumers > 0 || !workQueues.includes(queue)) ?? false;
  return isServed && !isLate ? 'ok' : 'degraded';
}

async function inspectQueue(broker: Pick<Broker, 'checkQueue'>, queue: string): Promise<QueueHealth> {
  const { messageCount, consumerCount } = await broker.checkQueue(queue);
  return { queue, messages: messageCount, consumers: consumerCount };
}

async function orUndefined<T>(
  work: Promise<T>,
  what: string,
  logger: Pick<FastifyBaseLogger, 'warn'>,
): Promise<T | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    return await Promise.race([work, late.promise]);
  } catch (err) {
    logger.warn({ err, event: 'health_check_failed', check: what }, 'a health check failed');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
