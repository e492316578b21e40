import { HttpProblem } from '@callscript/http';

const windowMs = 60_000;
const maxKeys = 10_000;

/**
 * Calls per business and minute, counted by this process in fixed windows, after the signature: nobody else can use up a
 * business's share.
 */
export class BusinessRateLimit {
  readonly #max: number;
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  constructor(maxPerMinute: number) {
    this.#max = maxPerMinute;
  }

  /** @throws HttpProblem 429 with Retry-After */
  spend(bid: string): void {
    const now = performance.now();
    if (now >= this.#windowEndsAt || this.#counts.size > maxKeys) {
      this.#counts.clear();
      this.#windowEndsAt = now + windowMs;
    }
    const count = (this.#counts.get(bid) ?? 0) + 1;
    this.#counts.set(bid, count);
    if (count <= this.#max) return;
    const retryAfter = String(Math.ceil((this.#windowEndsAt - now) / 1000));
    throw new HttpProblem(429, 'too many calls of this business', { headers: { 'retry-after': retryAfter } });
  }
}
