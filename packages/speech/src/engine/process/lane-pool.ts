import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions, EngineRequest, EngineResult } from '../engine-options.ts';
import { Turns } from '../turns.ts';
import { LaneThread } from './lane-thread.ts';
import type { EngineReady } from './messages.ts';

/** How long a lane may take to hear of an abort; it hears between chunks. */
const cancelGraceMs = 60_000;

/** The lanes of the engine's process. One whose thread dies is replaced; its call alone is lost. */
export class LanePool {
  readonly ready: EngineReady = { device: 'cpu', deviceNote: undefined };
  readonly #options: EngineOptions;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #turns: Turns;
  readonly #free: number[];
  readonly #lanes: Promise<LaneThread>[];
  readonly #failed = Promise.withResolvers<never>();

  private constructor(options: EngineOptions, onEvent: (event: EngineEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
    this.#turns = new Turns(options.lanes);
    this.#free = Array.from({ length: options.lanes }, (_, lane) => lane).toReversed();
    this.#lanes = this.#free.toReversed().map((lane) => this.#startLane(lane));
  }

  static async start(options: EngineOptions, onEvent: (event: EngineEvent) => void): Promise<LanePool> {
    const pool = new LanePool(options, onEvent);
    await Promise.all(pool.#lanes);
    return pool;
  }

  /** Rejects when a lane cannot be replaced. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  async recognize(request: EngineRequest, signal: AbortSignal): Promise<EngineResult> {
    using place = await this.#takePlace(signal);
    const thread = await this.#lanes[place.lane];
    return await recognizeOn(thread, request, signal);
  }

  async #takePlace(signal: AbortSignal): Promise<Disposable & { lane: number }> {
    const turn = await this.#turns.take(signal);
    const lane = this.#free.pop() ?? 0;
    return {
      lane,
      [Symbol.dispose]: () => {
        this.#free.push(lane);
        turn[Symbol.dispose]();
      },
    };
  }

  async #startLane(lane: number): Promise<LaneThread> {
    const thread = await LaneThread.start(lane, this.#options);
    void thread.ended.then((reason) => {
      this.#onEvent({ kind: 'lane_ended', lane, reason });
      this.#lanes[lane] = this.#startLane(lane);
      this.#lanes[lane].catch(this.#failed.reject);
    });
    return thread;
  }
}

async function recognizeOn(thread: LaneThread, request: EngineRequest, signal: AbortSignal): Promise<EngineResult> {
  let grace: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    grace = setTimeout(() => thread.terminate(), cancelGraceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await thread.recognize(request, signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(grace);
  }
}
