import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import { startStageRunner } from '../src/index.ts';
import { handlerOf } from './_support.ts';

/** A worker process of its own, to be killed and stopped. Tells on standard output what happens to it. */
export interface WorkerSettings {
  databaseUrl: string;
  brokerUrl: string;
  workerId: string;
  leaseMs: number;
  /** `hang`: never ends. `block`: keeps the process busy for so long. `sleep`: ends after so long. */
  work: { kind: 'hang' } | { kind: 'block' | 'sleep'; ms: number };
}

const settings = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
const tell = (word: string): void => void process.stdout.write(`${word}\n`);
const logger = {
  debug() {},
  info() {},
  warn: (fields: object) => tell('event' in fields ? String(fields.event) : 'warn'),
  error: (fields: object) => tell('event' in fields ? String(fields.event) : 'error'),
};
const database = createDatabase({ url: settings.databaseUrl });
const broker = createBroker({ url: settings.brokerUrl, connectionName: settings.workerId, logger });
await broker.whenReady();
await startStageRunner({
  db: database.db,
  broker,
  handler: handlerOf('analyze', settings.workerId, async (call) => {
    tell(`working ${call.callid}`);
    const { work } = settings;
    if (work.kind === 'hang') await new Promise(() => {});
    else if (work.kind === 'sleep') await sleep(work.ms);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, work.ms);
    tell(`worked ${call.callid}`);
  }),
  workerId: settings.workerId,
  concurrency: 1,
  leaseMs: settings.leaseMs,
  timeLimitMs: 60_000,
  retryBaseMs: 50,
  drainMs: 1_000,
  logger,
  events: { sparePermit: () => tell('spare'), finished: (_stage, outcome) => tell(outcome) },
});
