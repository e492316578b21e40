import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createDatabase, type Database } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import {
  brokerMetrics,
  Counter,
  Histogram,
  type Registry,
  type Service,
  type ServiceContext,
} from '@callscript/service';
import type { StageEvents } from './ports.ts';
import { startStageRunner } from './runner.ts';
import type { StageHandler } from './stage.ts';

export interface StageServiceSettings {
  DATABASE_URL: string;
  BROKER_URL: readonly [string, ...string[]];
  CONCURRENCY: number;
  LEASE_MS: number;
  TIME_LIMIT_MS: number;
  RETRY_BASE_MS: number;
  SHUTDOWN_DEADLINE_MS: number;
}

export interface StageServiceOptions<Settings extends StageServiceSettings> {
  name: string;
  context: ServiceContext<Settings>;
  /** Builds the handlers and hands over to `stack` whatever they opened. Each runs with the service's concurrency. */
  build: (deps: { database: Database; stack: AsyncDisposableStack }) => Promise<readonly StageHandler<unknown>[]>;
}

/**
 * A process that works on stages of the pipeline. It starts whether or not RabbitMQ and MySQL are there, works when
 * both are, and on its end lets running work finish before it closes anything.
 */
export async function startStageService<Settings extends StageServiceSettings>(
  options: StageServiceOptions<Settings>,
): Promise<Service> {
  const { settings, logger, metrics } = options.context;
  await using stack = new AsyncDisposableStack();
  const database = stack.use(createDatabase({ url: settings.DATABASE_URL }));
  const broker = stack.use(
    createBroker({ urls: settings.BROKER_URL, connectionName: options.name, logger, events: brokerMetrics(metrics) }),
  );
  const handlers = await options.build({ database, stack });
  const events = stageMetrics(metrics);
  const workerId = `${options.name}@${hostname()}-${randomUUID().slice(0, 8)}`.slice(-100);
  const runners = await Promise.all(
    handlers.map((handler) =>
      startStageRunner({
        db: database.db,
        broker,
        handler,
        workerId,
        concurrency: handler.concurrency ?? settings.CONCURRENCY,
        leaseMs: settings.LEASE_MS,
        timeLimitMs: settings.TIME_LIMIT_MS,
        retryBaseMs: settings.RETRY_BASE_MS,
        // Leaves time to close connections within the process's own deadline.
        drainMs: settings.SHUTDOWN_DEADLINE_MS * 0.8,
        logger,
        events,
      }),
    ),
  );
  // Together, not one after the other: they share one deadline.
  stack.defer(async () => {
    await Promise.all(runners.map((runner) => runner[Symbol.asyncDispose]()));
  });
  const resources = stack.move();
  return {
    checks: {
      broker: () => broker.isReady(),
      database: () => database.answers(),
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function stageMetrics(registry: Registry): StageEvents {
  const finished = new Histogram({
    name: 'callscript_stage_duration_seconds',
    help: 'How long a stage worked on a call, by outcome.',
    labelNames: ['stage', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
    registers: [registry],
  });
  const spare = new Counter({
    name: 'callscript_spare_permits_total',
    help: 'Permits that found no due call.',
    labelNames: ['stage'],
    registers: [registry],
  });
  return {
    sparePermit: (stage) => spare.inc({ stage }),
    finished: (stage, outcome, durationMs) => finished.observe({ stage, outcome }, durationMs / 1000),
  };
}
