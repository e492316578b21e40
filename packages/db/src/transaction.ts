import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Transaction } from './client.ts';

/** Deadlock, lock wait timeout. */
const contention = new Set([1213, 1205]);
/** Refused, reset, timed out, unknown host: the server is away, the statement is innocent. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  // A connection that was closed before the statement, because it could not be set up.
  'ERR_STREAM_WRITE_AFTER_END',
]);
/**
 * Too many connections, shutting down (three ways), connection aborted, statement interrupted, idle for too long
 * (MySQL), connection killed (MariaDB, whose number mysql2 has no name for).
 */
const awayNumbers = new Set([1040, 1053, 1077, 1079, 1152, 1317, 4031, 1927]);
const maxTries = 3;

interface DriverError {
  code?: string;
  errno?: number;
  message: string;
}

/** The mysql2 error inside whatever drizzle wrapped it in. drizzle's own message carries parameter values: never log it. */
export function driverError(error: unknown): DriverError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('errno' in current || ('code' in current && awayCodes.has(String(current.code)))) return current as DriverError;
    if (current.message.includes('connection is in closed state'))
      return { code: 'PROTOCOL_CONNECTION_LOST', message: current.message };
  }
  return undefined;
}

/** True when the server could not be reached or went away: the same statement may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const found = driverError(error);
  return awayCodes.has(found?.code ?? '') || awayNumbers.has(found?.errno ?? 0);
}

/** True when another transaction was in the way: the same transaction may succeed when it is repeated whole. */
export function isContention(error: unknown): boolean {
  return contention.has(driverError(error)?.errno ?? 0);
}

export function isDuplicateKey(error: unknown): boolean {
  return driverError(error)?.errno === 1062;
}

/**
 * Runs `work` in one transaction; repeats it whole, at most twice, after a deadlock or a lock wait timeout. `work` must
 * therefore do nothing but talk to the database.
 */
export async function inTransaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let cause: unknown;
    try {
      return await db.transaction(async (tx) => {
        try {
          return await work(tx);
        } catch (error) {
          cause = error;
          throw error;
        }
      });
    } catch (error) {
      // When the connection died, drizzle's failing rollback hides the first error.
      const first = cause ?? error;
      if (attempt === maxTries || !isContention(first)) throw first;
      await sleep(Math.random() * 50 * attempt);
    }
  }
}
