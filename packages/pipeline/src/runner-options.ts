import type { Db } from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import type { Logger, StageEvents } from './ports.ts';
import type { StageHandler } from './stage.ts';

export interface RunnerOptions<Result> {
  db: Db;
  broker: Broker;
  handler: StageHandler<Result>;
  /** Unique per process: it owns the leases and signs the processing log. */
  workerId: string;
  concurrency: number;
  leaseMs: number;
  timeLimitMs: number;
  retryBaseMs: number;
  /** How long running work may take to finish when the runner is disposed. */
  drainMs: number;
  logger: Logger;
  events?: StageEvents;
}
