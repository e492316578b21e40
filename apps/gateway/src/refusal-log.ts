import { appendWebhookLog, type Db, type NewWebhookLogRow } from '@callscript/db';
import type { Logger } from '@callscript/service';
import { within } from './within.ts';

/** Rows that a quiet time saves up, and rows a second that an attack can cause for as long as it lasts. */
const burst = 1_000;
const rowsPerSecond = 20;
const flushEveryMs = 250;
const answerWithinMs = 5_000;

/**
 * Notes refused webhooks in batches beside the requests' way. An attacker can cause refusals at will, so the table takes a
 * bounded number a second: what is beyond it is counted and left out.
 */
export class RefusalLog implements AsyncDisposable {
  readonly #db: Db;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  #rows: NewWebhookLogRow[] = [];
  #budget = burst;
  #dropped = 0;
  #flushing: Promise<void> | undefined;

  constructor(db: Db, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
    this.#timer = setInterval(() => {
      this.#budget = Math.min(burst, this.#budget + (rowsPerSecond * flushEveryMs) / 1_000);
      void this.#flush();
    }, flushEveryMs);
  }

  add(row: NewWebhookLogRow): void {
    if (this.#budget < 1) {
      this.#dropped += 1;
      return;
    }
    this.#budget -= 1;
    this.#rows.push(row);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    await this.#flush();
  }

  /** One at a time, so that a database that hangs collects no statements. */
  #flush(): Promise<void> | undefined {
    if (this.#rows.length > 0) this.#flushing ??= this.#write().finally(() => (this.#flushing = undefined));
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const rows = this.#rows;
    const dropped = this.#dropped;
    this.#rows = [];
    this.#dropped = 0;
    if (dropped > 0) this.#logger.warn({ event: 'refusals_dropped', dropped }, 'more refusals than the log takes');
    try {
      await within(answerWithinMs, appendWebhookLog(this.#db, rows));
    } catch (err) {
      this.#logger.warn({ err, event: 'refusals_not_logged', count: rows.length }, 'refused webhooks were not logged');
    }
  }
}
