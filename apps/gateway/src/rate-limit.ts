import { HttpProblem } from '@callscript/http';

const windowMs = 60_000;
const maxKeys = 10_000;

/**
 * So much per key and minute, counted by this process in fixed windows. Knows a bounded number of keys; the oldest makes
 * room for a new one.
 */
export class RateLimit {
  readonly #max: number;
  readonly #refusal: string;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  /** @param refusal what the sender is told. */
  constructor(max: number, refusal: string, now: () => number = () => performance.now()) {
    this.#max = max;
    this.#refusal = refusal;
    this.#now = now;
  }

  /** @throws HttpProblem 429 with Retry-After */
  spend(key: string): void {
    const now = this.#now();
    if (now >= this.#windowEndsAt) {
      this.#counts.clear();
      this.#windowEndsAt = now + windowMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count === 1) this.#makeRoom();
    this.#counts.set(key, count);
    if (count <= this.#max) return;
    const retryAfter = String(Math.ceil((this.#windowEndsAt - now) / 1000));
    throw new HttpProblem(429, this.#refusal, { headers: { 'retry-after': retryAfter } });
  }

  #makeRoom(): void {
    if (this.#counts.size < maxKeys) return;
    for (const oldest of this.#counts.keys()) {
      this.#counts.delete(oldest);
      return;
    }
  }
}
