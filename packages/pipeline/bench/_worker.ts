import type { Stage } from '@callscript/contracts';
import { createDatabase, type Transition } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import { createLogger } from '@callscript/service';
import { startStageRunner } from '../src/index.ts';

/** One process with all five stages, whose work is nothing: what is left is what the pipeline costs. */
export interface WorkerSettings {
  databaseUrl: string;
  brokerUrl: string;
  concurrency: number;
}

const afterwards: Record<Stage, Transition> = {
  transcribe: { state: 'queued', next: 'recognize', columns: { storage_path: 'vault/bench.wav' } },
  recognize: { state: 'transcribed', next: 'analyze' },
  analyze: { state: 'analyzed', next: 'notify' },
  notify: { state: 'notified', next: 'archive' },
  archive: { state: 'archived', next: null },
};

const { databaseUrl, brokerUrl, concurrency } = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
// As in production: a line for each stage of each call, here to nowhere.
const logger = createLogger({ service: 'bench', level: 'info' }, { write: () => undefined });
const database = createDatabase({ url: databaseUrl, connectionLimit: 10 });
const broker = createBroker({ url: brokerUrl, connectionName: 'bench', logger });
await broker.whenReady(AbortSignal.timeout(20_000));
await Promise.all(
  Object.entries(afterwards).map(([stage, transition]) =>
    startStageRunner({
      db: database.db,
      broker,
      handler: {
        stage: stage as Stage,
        work: () => Promise.resolve(),
        save: () => Promise.resolve(transition),
      },
      workerId: 'bench',
      concurrency,
      leaseMs: 60_000,
      timeLimitMs: 60_000,
      retryBaseMs: 1_000,
      drainMs: 5_000,
      logger,
    }),
  ),
);
process.send?.('ready');
process.on('message', () => process.send?.(process.cpuUsage()));
