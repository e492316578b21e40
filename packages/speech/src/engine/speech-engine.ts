import { setTimeout as sleep } from 'node:timers/promises';
import type { RecognizerDevice } from '../recognition/open-graph.ts';
import { abortable } from './abortable.ts';
import { EngineChild, type EngineTimings } from './engine-child.ts';
import type { EngineEvent } from './engine-event.ts';
import type { EngineOptions, EngineRequest, EngineResult } from './engine-options.ts';
import { describeError } from './failure.ts';
import { RecognizerError } from './recognizer-error.ts';
import { Turns } from './turns.ts';

export interface EngineSurroundings {
  readonly onEvent?: (event: EngineEvent) => void;
  readonly timings?: Partial<EngineTimings>;
}

const defaultTimings: EngineTimings = { pingMs: 1_000, missedPingsMax: 20, stopMs: 5_000 };
/** A process that lived as long as this is started again at once; the others wait longer and longer. */
const soundLifeMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Recordings into words, in a process of its own: a fault of native code, of a GPU or of memory costs that process and the
 * calls it works on, and another process takes its place. Calls beyond the number of lanes wait here, untouched by that.
 */
export class SpeechEngine implements AsyncDisposable {
  readonly #options: EngineOptions;
  readonly #timings: EngineTimings;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #turns: Turns;
  readonly #disposed = new AbortController();
  /** The process, or the one that is being started in its place. */
  #child: Promise<EngineChild>;
  #device: RecognizerDevice = 'cpu';
  #isReady = false;

  private constructor(options: EngineOptions, { onEvent = () => {}, timings = {} }: EngineSurroundings) {
    this.#options = options;
    this.#timings = { ...defaultTimings, ...timings };
    this.#onEvent = onEvent;
    this.#turns = new Turns(options.lanes);
    this.#child = this.#launch(0);
  }

  /**
   * Resolves when the models are loaded, checked and have run once.
   *
   * @throws {ModelError} when a model or the device cannot be used.
   */
  static async start(options: EngineOptions, surroundings: EngineSurroundings = {}): Promise<SpeechEngine> {
    const engine = new SpeechEngine(options, surroundings);
    const child = await engine.#child;
    void engine.#keepRunning(child);
    return engine;
  }

  /** What `auto` became. */
  get device(): RecognizerDevice {
    return this.#device;
  }

  /** Whether a call would be worked on now; false while a process is being started in the place of another. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /**
   * An abort rejects at once with the signal's reason; the lane stops after the chunk in work.
   *
   * @throws {AudioFormatError} when the file is not a recording that can be recognised.
   * @throws {RecognizerError} `recognizer_crashed` when the process died meanwhile.
   */
  async recognize(request: EngineRequest, signal?: AbortSignal): Promise<EngineResult> {
    const given = signal === undefined ? [] : [signal];
    const untilDisposed = AbortSignal.any([this.#disposed.signal, ...given]);
    const turn = await this.#turns.take(untilDisposed);
    const answer = this.#work(request, untilDisposed).finally(() => turn[Symbol.dispose]());
    return abortable(answer, untilDisposed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isReady = false;
    this.#disposed.abort(new RecognizerError('recognizer_disposed', 'The engine was disposed of.'));
    const child = await this.#child.catch(() => undefined);
    await child?.[Symbol.asyncDispose]();
  }

  async #work(request: EngineRequest, signal: AbortSignal): Promise<EngineResult> {
    const child = await abortable(this.#child, signal);
    const result = await child.recognize(request, signal);
    const { computeMs, encoderMs, diarizationMs } = result.meta;
    const { durationSeconds: audioSeconds } = result.call;
    this.#onEvent({ kind: 'recognized', audioSeconds, computeMs, encoderMs, diarizationMs });
    return result;
  }

  async #launch(pauseMs: number): Promise<EngineChild> {
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: this.#disposed.signal });
    const child = await EngineChild.start(this.#options, this.#timings, this.#onEvent, this.#disposed.signal);
    const { device, deviceNote } = await child.ready;
    this.#device = device;
    this.#isReady = true;
    this.#onEvent({ kind: 'started', pid: child.pid, device, deviceNote });
    return child;
  }

  async #keepRunning(first: EngineChild): Promise<void> {
    let child: EngineChild | undefined = first;
    let startedAt = performance.now();
    let failures = 0;
    while (!this.#disposed.signal.aborted) {
      if (child !== undefined) {
        const reason = await child.ended;
        this.#isReady = false;
        if (this.#disposed.signal.aborted) return;
        this.#onEvent({ kind: 'ended', pid: child.pid, reason });
      }
      failures = performance.now() - startedAt >= soundLifeMs ? 0 : failures + 1;
      const pauseMs = failures === 0 ? 0 : Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
      this.#child = this.#launch(pauseMs);
      child = await this.#child.catch((error: unknown) => {
        if (!this.#disposed.signal.aborted) this.#onEvent({ kind: 'start_failed', reason: describeError(error) });
        return undefined;
      });
      startedAt = performance.now();
    }
  }
}
