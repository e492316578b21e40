import type { Stage } from '@callscript/contracts';
import type { CallRow, Transaction, Transition } from '@callscript/db';
import type { Logger } from './ports.ts';

export interface WorkContext {
  /** Aborts at the time limit, when the lease is lost, and when the process must stop now. */
  signal: AbortSignal;
  logger: Logger;
}

/**
 * What an app supplies: the work, and how its result is stored. Everything else (permits, claims, leases, retries, dead
 * letters, the processing log) is the runner's.
 */
export interface StageHandler<Result> {
  readonly stage: Stage;
  /** Calls at once, where a process's own number does not suit the stage. */
  readonly concurrency?: number;
  /** Runs outside any transaction. May run again for the same call, so its effects outside must be keyed. */
  work(call: CallRow, context: WorkContext): Promise<Result>;
  /** Runs in the transaction that moves the call on; talks to nothing but the database. */
  save(tx: Transaction, call: CallRow, result: Result): Promise<Transition>;
}
