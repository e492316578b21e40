import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

const maxBlockMs = 20;

/** Lets the event loop have its turn within a long computation, and hears an abort. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #lastMs = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** To be awaited every few milliseconds. @throws the reason of the abort. */
  async breathe(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#lastMs < maxBlockMs) return;
    await yieldToEventLoop();
    this.#signal?.throwIfAborted();
    this.#lastMs = performance.now();
  }
}
