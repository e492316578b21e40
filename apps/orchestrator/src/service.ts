import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import { brokerMetrics, Counter, Gauge, type Service, type ServiceContext } from '@callscript/service';
import type { z } from 'zod';
import type { orchestratorSettings } from './config.ts';
import { fileDeadLetters } from './file-dead-letters.ts';
import { Leadership } from './leadership.ts';
import { sweep } from './sweep.ts';

type Settings = z.infer<z.ZodObject<typeof orchestratorSettings>>;

const dayMs = 86_400_000;
/** A leader that did not ask for this many sweeps has lost the lead; never less than a few seconds. */
const silentSweeps = 3;
const silenceMsMin = 3_000;

export async function startOrchestrator({ settings, logger, metrics }: ServiceContext<Settings>): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(createDatabase({ url: settings.DATABASE_URL, connectionLimit: 5 }));
  const broker = stack.use(
    createBroker({ urls: settings.BROKER_URL, connectionName: 'orchestrator', logger, events: brokerMetrics(metrics) }),
  );
  for (const subscription of await fileDeadLetters({ db: database.db, broker, logger })) stack.use(subscription);
  const silenceMs = Math.max(silenceMsMin, silentSweeps * settings.SWEEP_INTERVAL_MS);
  const leadership = stack.use(new Leadership(database.pool, { silenceMs }));

  const leads = new Gauge({
    name: 'callscript_orchestrator_leads',
    help: '1 while this process leads.',
    registers: [],
    collect() {
      this.set(leadership.isCertain ? 1 : 0);
    },
  });
  metrics.registerMetric(leads);
  const found = new Counter({
    name: 'callscript_sweep_found_total',
    help: 'What sweeps found to do, by chore.',
    labelNames: ['chore'],
    registers: [metrics],
  });

  const stop = new AbortController();
  async function sweepForever(): Promise<void> {
    const deps = {
      db: database.db,
      broker,
      workerId: `orchestrator@${hostname()}-${randomUUID().slice(0, 8)}`.slice(-100),
      retryBaseMs: settings.RETRY_BASE_MS,
      logger,
    };
    const sweepSettings = {
      receivedGraceMs: settings.RECEIVED_GRACE_MS,
      logRetentionMs: settings.LOG_RETENTION_DAYS * dayMs,
    };
    while (!stop.signal.aborted) {
      try {
        if (await leadership.holds()) {
          const done = await sweep(deps, sweepSettings);
          for (const [chore, count] of Object.entries(done)) found.inc({ chore }, count);
          if (Object.values(done).some((count) => count > 0)) logger.info({ event: 'swept', ...done }, 'swept');
        }
      } catch (err) {
        logger.warn({ err, event: 'sweep_failed' }, 'no sweep; trying again at the next interval');
      }
      // Jitter keeps many orchestrators from asking for the lock in step.
      await sleep(settings.SWEEP_INTERVAL_MS * (0.9 + 0.2 * Math.random()), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
    }
  }
  const sweeping = sweepForever();
  stack.defer(async () => {
    stop.abort();
    await sweeping;
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
