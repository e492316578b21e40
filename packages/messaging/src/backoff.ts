export interface BackoffSettings {
  minMs: number;
  maxMs: number;
}

/** What lasted this long was a success: its end starts with short delays again. */
const steadyAfterMs = 5000;

/** Exponential back-off with full jitter: any delay between nothing and a cap that doubles with each attempt. */
export class Backoff {
  readonly #settings: BackoffSettings;
  #attempts = 0;

  constructor(settings: BackoffSettings) {
    this.#settings = settings;
  }

  /** The pause after an attempt whose success lasted this long; 0 if it failed. */
  nextDelayMs(lastedMs: number): number {
    if (lastedMs >= steadyAfterMs) this.#attempts = 0;
    const capMs = Math.min(this.#settings.maxMs, this.#settings.minMs * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.random() * capMs;
  }
}
