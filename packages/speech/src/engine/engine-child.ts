import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { abortable } from './abortable.ts';
import { programEnvironment } from '../program-environment.ts';
import type { EngineEvent } from './engine-event.ts';
import type { EngineOptions, EngineRequest, EngineResult } from './engine-options.ts';
import { reviveFailure } from './failure.ts';
import { unpackResult, type PackedResult } from './packed-result.ts';
import type { EngineReady, FromProcess, ToProcess } from './process/messages.ts';
import { RecognizerError } from './recognizer-error.ts';
import { RemoteCalls } from './rpc/remote-calls.ts';

const entry = new URL('./process/engine-process.ts', import.meta.url);

export interface EngineTimings {
  /** Between two questions whether the process still answers. */
  readonly pingMs: number;
  /** So many questions without an answer, and the process is ended. */
  readonly missedPingsMax: number;
  /** How long the process may take to end when it is asked to. */
  readonly stopMs: number;
}

/**
 * One life of the engine's process. It leads a process group of its own, so that what it started, ffmpeg above all, ends
 * with it, and so that Ctrl-C in a terminal reaches only the process that can finish its calls first.
 */
export class EngineChild implements AsyncDisposable {
  /** Settles when the process is gone; with how it ended. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  readonly #timings: EngineTimings;
  readonly #calls: RemoteCalls<EngineRequest, PackedResult>;
  readonly #ready = Promise.withResolvers<EngineReady>();
  #lastWords: string | undefined;
  #missedPings = 0;

  private constructor(timings: EngineTimings, onEvent: (event: EngineEvent) => void) {
    // The parent's flags, a debugger's port among them, are not for the child.
    this.#process = fork(entry, {
      serialization: 'advanced',
      detached: true,
      execArgv: [],
      env: programEnvironment(),
    });
    this.#timings = timings;
    this.#calls = new RemoteCalls((message) => this.#send(message));
    this.#ready.promise.catch(() => {});
    // How it ends is what counts, and that is watched; unheard, an 'error' would end this process.
    this.#process.on('error', () => {});
    this.#process.on('message', (message: FromProcess) => this.#accept(message, onEvent));
    this.ended = this.#watch();
    // After `ended`, so that whoever hears of a lost call can already see that there is another process to turn to.
    void this.ended.then((reason) =>
      this.#end(new RecognizerError('recognizer_crashed', `The engine's process ended: ${reason}.`)),
    );
  }

  /** Resolves when the process has loaded its models. @throws {ModelError | RecognizerError} */
  static async start(
    options: EngineOptions,
    timings: EngineTimings,
    onEvent: (event: EngineEvent) => void,
    signal: AbortSignal,
  ): Promise<EngineChild> {
    await using opened = new AsyncDisposableStack();
    const child = opened.use(new EngineChild(timings, onEvent));
    child.#send({ kind: 'start', options });
    await abortable(child.#ready.promise, signal);
    opened.move();
    return child;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get ready(): Promise<EngineReady> {
    return this.#ready.promise;
  }

  async recognize(request: EngineRequest, signal?: AbortSignal): Promise<EngineResult> {
    return unpackResult(await this.#calls.call(request, [], signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new RecognizerError('recognizer_disposed', 'The engine was disposed of.'));
    // The process ends itself when nobody is at the other end of its channel.
    if (this.#process.connected) this.#process.disconnect();
    const deadline = setTimeout(() => this.#kill(), this.#timings.stopMs);
    await this.ended;
    clearTimeout(deadline);
  }

  #accept(message: FromProcess, onEvent: (event: EngineEvent) => void): void {
    this.#missedPings = 0;
    switch (message.kind) {
      case 'ready':
        return this.#ready.resolve(message.value);
      case 'start_failed':
        return this.#ready.reject(reviveFailure(message.failure));
      case 'event':
        return onEvent(message.event);
      case 'fatal':
        this.#lastWords = message.reason;
        return;
      case 'pong':
        return;
      case 'result':
      case 'failed':
        return this.#calls.accept(message);
    }
  }

  async #watch(): Promise<string> {
    let pings: NodeJS.Timeout | undefined;
    void this.#ready.promise.then(
      () => (pings = setInterval(() => this.#ping(), this.#timings.pingMs)),
      () => {},
    );
    const reason = await this.#untilGone();
    clearInterval(pings);
    // What it started has no reason to live on.
    this.#kill();
    return reason;
  }

  async #untilGone(): Promise<string> {
    try {
      const [code, signal] = (await once(this.#process, 'exit')) as [number | null, NodeJS.Signals | null];
      // Its last words may still be on their way.
      if (this.#process.connected) await once(this.#process, 'disconnect');
      return this.#lastWords ?? (signal === null ? `exit code ${code}` : signal);
    } catch (error) {
      return `it could not be started: ${(error as Error).message}`;
    }
  }

  /** Questions are counted, not timed: after this process itself was stopped, time alone would say nothing. */
  #ping(): void {
    if (this.#missedPings++ < this.#timings.missedPingsMax) return this.#send({ kind: 'ping' });
    this.#lastWords = 'it did not answer any more and was ended';
    this.#kill();
  }

  #kill(): void {
    if (this.#process.pid === undefined) return;
    try {
      process.kill(-this.#process.pid, 'SIGKILL');
    } catch {
      // The group is empty.
    }
  }

  #end(reason: Error): void {
    this.#calls.end(reason);
    this.#ready.reject(reason);
  }

  #send(message: ToProcess): void {
    // A process that is gone is dealt with when its end is heard of; a callback keeps the failure from being an 'error'.
    if (this.#process.connected) this.#process.send(message, () => {});
  }
}
