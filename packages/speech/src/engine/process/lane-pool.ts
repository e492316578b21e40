import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions, EngineRequest, EngineResult } from '../engine-options.ts';
import { Turns } from '../turns.ts';
import type { HostThread } from './host-thread.ts';
import { LaneThread } from './lane-thread.ts';

/** How long a lane may take to hear of an abort; it hears between chunks. */
const cancelGraceMs = 60_000;

/** The lanes of the engine's process. One whose thread dies is replaced; its call alone is lost. */
export class LanePool {
  readonly #options: EngineOptions;
  readonly #host: HostThread;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #turns: Turns;
  readonly #free: number[];
  readonly #lanes: Promise<LaneThread>[];
  readonly #failed = Promise.withResolvers<never>();

  private constructor(options: EngineOptions, host: HostThread, onEvent: (event: EngineEvent) => void) {
    this.#options = options;
    this.#host = host;
    this.#onEvent = onEvent;
    this.#turns = new Turns(options.lanes);
    this.#free = Array.from({ length: options.lanes }, (_, lane) => lane);
    this.#lanes = this.#free.map((lane) => this.#startLane(lane));
  }

  /** Resolves when every lane has recognised something. @throws {ModelError} */
  static async start(
    options: EngineOptions,
    host: HostThread,
    onEvent: (event: EngineEvent) => void,
  ): Promise<LanePool> {
    const pool = new LanePool(options, host, onEvent);
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
    const lane = this.#free.shift() ?? 0;
    return {
      lane,
      [Symbol.dispose]: () => {
        this.#free.push(lane);
        turn[Symbol.dispose]();
      },
    };
  }

  async #startLane(lane: number): Promise<LaneThread> {
    const thread = await LaneThread.start({
      lane,
      options: this.#options,
      models: this.#host.models,
      host: this.#host.connect(),
    });
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
