import {
  inBatches,
  listBusinesses,
  markArchiveDue,
  pruneSysLogs,
  pruneWebhookLog,
  queueReceivedCalls,
} from '@callscript/db';
import { publishOwedDeadLetters, reissueLostPermits, returnExpiredClaims, type SweepDeps } from '@callscript/pipeline';

export interface SweepSettings {
  receivedGraceMs: number;
  logRetentionMs: number;
}

const archiveBatch = 500;
const pruneBatch = 5_000;

/** One part of the sweep, so that a failure of one does not keep the others from running. */
type Chore = readonly [name: string, run: () => Promise<number>];

/** Everything that must not depend on a message arriving. Returns what was found to do, by chore. */
export async function sweep(deps: SweepDeps, settings: SweepSettings): Promise<Record<string, number>> {
  const { db, logger } = deps;
  const old = { olderThanMs: settings.logRetentionMs, limit: pruneBatch };
  const chores: Chore[] = [
    ['expired_leases', () => returnExpiredClaims(deps)],
    ['owed_dead_letters', () => publishOwedDeadLetters(deps)],
    ['received_calls', () => queueReceivedCalls(db, settings.receivedGraceMs)],
    ['archive_due', () => markAllArchiveDue(deps)],
    // After all that may have made calls due.
    ['lost_permits', () => reissueLostPermits(deps)],
    ['webhook_log', () => inBatches(pruneBatch, () => pruneWebhookLog(db, old))],
    ['sys_logs', () => inBatches(pruneBatch, () => pruneSysLogs(db, old))],
  ];
  const found: Record<string, number> = {};
  for (const [name, run] of chores) {
    try {
      found[name] = await run();
    } catch (err) {
      logger.warn({ err, event: 'chore_failed', chore: name }, 'a part of the sweep failed; the next sweep repeats it');
    }
  }
  return found;
}

async function markAllArchiveDue({ db }: SweepDeps): Promise<number> {
  let marked = 0;
  for (const { business, config } of await listBusinesses(db)) {
    marked += await markArchiveDue(db, business.bid, {
      hotRetentionDays: config.hot_retention_days,
      limit: archiveBatch,
    });
  }
  return marked;
}
