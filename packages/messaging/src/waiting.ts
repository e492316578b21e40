import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or stops waiting when the signal aborts. Never rejects. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Rejects when the work takes longer. The work goes on: what it opens must be closed by whoever started it. */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the work to end in any way, but no longer than this. Closing an AMQP channel or connection may never end. */
export async function settleWithin(work: Promise<unknown>, ms: number): Promise<void> {
  await withDeadline(work, ms, 'it').catch(() => undefined);
}

/** Something that changes, and those who wait for it to change. */
export class Changes {
  #waiting: Array<() => void> = [];

  notify(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.next();
  }
}
