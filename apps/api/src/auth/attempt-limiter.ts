export interface AttemptLimits {
  /** Attempts without any wait. */
  free: number;
  /** The wait after the last free one; it doubles with each further attempt. */
  baseDelayMs: number;
  maxDelayMs: number;
  /** After this long without an attempt the count starts again. */
  forgetAfterMs: number;
  /** Keys remembered at most; beyond it the one longest untouched is forgotten. */
  maxKeys: number;
}

interface Attempts {
  count: number;
  lastAt: number;
  blockedUntil: number;
}

/** Counts attempts by key and makes each key wait ever longer. One process's knowledge: each replica counts its own. */
export class AttemptLimiter {
  readonly #limits: AttemptLimits;
  readonly #now: () => number;
  /** In the order of their last touch. */
  readonly #attempts = new Map<string, Attempts>();

  constructor(limits: AttemptLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Counts an attempt before its outcome is known, so that many at once cannot pass together.
   * @returns 0 to go ahead, else the milliseconds to wait; a refused attempt is not counted.
   */
  take(key: string): number {
    const now = this.#now();
    const { count, blockedUntil } = this.#recall(key, now);
    if (blockedUntil > now) return blockedUntil - now;
    this.#remember(key, { count: count + 1, lastAt: now, blockedUntil: now + this.#delayMs(count + 1) });
    return 0;
  }

  /** Takes back an attempt that succeeded. */
  refund(key: string): void {
    const attempts = this.#attempts.get(key);
    if (attempts === undefined) return;
    this.#remember(key, { ...attempts, count: attempts.count - 1, blockedUntil: 0 });
  }

  #recall(key: string, now: number): Attempts {
    const known = this.#attempts.get(key);
    if (known !== undefined && now - known.lastAt < this.#limits.forgetAfterMs) return known;
    return { count: 0, lastAt: now, blockedUntil: 0 };
  }

  #remember(key: string, attempts: Attempts): void {
    this.#attempts.delete(key);
    this.#attempts.set(key, attempts);
    if (this.#attempts.size <= this.#limits.maxKeys) return;
    const [oldest] = this.#attempts.keys();
    if (oldest !== undefined) this.#attempts.delete(oldest);
  }

  #delayMs(count: number): number {
    const { free, baseDelayMs, maxDelayMs } = this.#limits;
    return count < free ? 0 : Math.min(maxDelayMs, baseDelayMs * 2 ** (count - free));
  }
}
