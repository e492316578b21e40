import type { EngineRequest } from '../engine-options.ts';
import type { PackedResult } from '../packed-result.ts';
import { Turns } from '../turns.ts';

/** What works on one call at a time. */
export interface Lane {
  /** Settles when the lane is gone; with why. */
  readonly ended: Promise<string>;
  /** Settles when the lane is free again, after an abort too. */
  recognize(request: EngineRequest, signal: AbortSignal): Promise<PackedResult>;
  terminate(): void;
}

export interface LanePoolOptions {
  readonly lanes: number;
  readonly startLane: (lane: number) => Promise<Lane>;
  /** How long a lane may take to hear of an abort; it hears between chunks. */
  readonly cancelGraceMs: number;
  readonly onLaneEnded: (lane: number, reason: string) => void;
}

/** Lanes of which one that dies is replaced: its call alone is lost. */
export class LanePool {
  readonly #options: LanePoolOptions;
  readonly #turns: Turns;
  readonly #free: number[];
  readonly #lanes: Promise<Lane>[];
  readonly #failed = Promise.withResolvers<never>();

  private constructor(options: LanePoolOptions) {
    this.#options = options;
    this.#turns = new Turns(options.lanes);
    this.#free = Array.from({ length: options.lanes }, (_, lane) => lane);
    this.#lanes = this.#free.map((lane) => this.#startLane(lane));
  }

  /** Resolves when every lane can work. @throws what starting one throws. */
  static async start(options: LanePoolOptions): Promise<LanePool> {
    const pool = new LanePool(options);
    await Promise.all(pool.#lanes);
    return pool;
  }

  /** Rejects when a lane cannot be replaced. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  async recognize(request: EngineRequest, signal: AbortSignal): Promise<PackedResult> {
    using place = await this.#takePlace(signal);
    const lane = await this.#lanes[place.lane];
    return await this.#recognizeOn(lane, request, signal);
  }

  async #takePlace(signal: AbortSignal): Promise<Disposable & { lane: number }> {
    const turn = await this.#turns.take(signal);
    const lane = this.#free.shift() ?? 0;
    return {
      lane,
      [Symbol.dispose]: () => {
        this.#free.push(lane);
        turn[Symbol.dispose]();
      },
    };
  }

  async #recognizeOn(lane: Lane, request: EngineRequest, signal: AbortSignal): Promise<PackedResult> {
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      grace = setTimeout(() => lane.terminate(), this.#options.cancelGraceMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await lane.recognize(request, signal);
    } finally {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(grace);
    }
  }

  async #startLane(lane: number): Promise<Lane> {
    const started = await this.#options.startLane(lane);
    void started.ended.then((reason) => {
      this.#options.onLaneEnded(lane, reason);
      this.#lanes[lane] = this.#startLane(lane);
      this.#lanes[lane].catch(this.#failed.reject);
    });
    return started;
  }
}
