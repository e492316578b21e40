import { driverError } from '@callscript/db';

/**
 * How a failed try is treated, decided once: `retryable` costs an attempt, `permanent` ends the stage at once, and
 * `throttled` waits without costing an attempt.
 */
export interface Failure {
  readonly failure: 'retryable' | 'permanent' | 'throttled';
  /** A stable word for people who group failures: `not_audio`, `worker_lost`. */
  readonly code: string;
  readonly message: string;
  /** How long a throttled stage was told to wait. */
  readonly retryAfterMs?: number | undefined;
  /**
   * When another way of doing the stage is asked, where there is one: `at_once`, or `never` because that would fail as
   * well. Absent: when the stage has failed for good.
   */
  readonly alternative?: 'at_once' | 'never' | undefined;
}

/** Thrown by a stage that knows how its failure is to be treated. Any error with the same two fields does as well. */
export class StageError extends Error implements Failure {
  readonly code: string;
  readonly failure: Failure['failure'];
  readonly retryAfterMs: number | undefined;
  readonly alternative: Failure['alternative'];

  constructor(
    failure: Failure['failure'],
    code: string,
    message: string,
    options: ErrorOptions & Pick<Failure, 'retryAfterMs' | 'alternative'> = {},
  ) {
    super(message, options);
    this.code = code;
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
    this.alternative = options.alternative;
  }
}

const kinds: readonly unknown[] = ['retryable', 'permanent', 'throttled'];
const alternatives: readonly unknown[] = ['at_once', 'never'];

/** What nobody classified is worth another try: three tries bound it. */
export function classifyFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { failure: 'retryable', code: 'unexpected', message: String(error) };
  if (isDatabaseError(error)) {
    const code = driverError(error)?.code ?? 'database';
    return { failure: 'retryable', code, message: 'a database statement failed' };
  }
  const { failure, code, retryAfterMs, alternative } = error as Partial<Failure>;
  return {
    failure: kinds.includes(failure) ? (failure as Failure['failure']) : 'retryable',
    code: typeof code === 'string' ? code : error.name,
    message: error.message,
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    ...(alternatives.includes(alternative) ? { alternative } : {}),
  };
}

/** drizzle's and mysql2's messages quote the statement's values, which are a caller's words and numbers. */
function isDatabaseError(error: Error): boolean {
  return error.message.startsWith('Failed query') || 'sqlMessage' in error;
}
