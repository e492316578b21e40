import { Worker } from 'node:worker_threads';
import type { EngineRequest } from '../engine-options.ts';
import type { PackedResult } from '../packed-result.ts';
import { describeError, reviveFailure } from '../failure.ts';
import type { FromLane, LaneData, ToLane } from '../lane/messages.ts';
import { RecognizerError } from '../recognizer-error.ts';
import { RemoteCalls } from '../rpc/remote-calls.ts';
import type { Lane } from './lane-pool.ts';

const entry = new URL('../lane/lane.ts', import.meta.url);

/** A lane in a thread of its own. */
export class LaneThread implements Lane {
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #calls: RemoteCalls<EngineRequest, PackedResult>;
  readonly #ready = Promise.withResolvers<void>();

  private constructor(data: LaneData, file: URL) {
    const worker = new Worker(file, { workerData: data, transferList: [data.host] });
    this.#worker = worker;
    this.#calls = new RemoteCalls((message: ToLane) => worker.postMessage(message, []));
    this.#ready.promise.catch(() => {});
    let reason = 'its thread ended unexpectedly';
    worker.on('message', (message: FromLane) => {
      if (message.kind === 'ready') this.#ready.resolve();
      else if (message.kind === 'start_failed') this.#ready.reject(reviveFailure(message.failure));
      else this.#calls.accept(message);
    });
    worker.on('error', (error) => {
      reason = describeError(error);
    });
    // `exit` follows every end of a thread: an uncaught error, process.exit in it, terminate.
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    worker.on('exit', () => {
      const error = new RecognizerError('recognizer_crashed', `The lane that worked on the call ended: ${reason}.`);
      this.#calls.end(error);
      this.#ready.reject(error);
      resolve(reason);
    });
  }

  /** @throws {ModelError | RecognizerError} when the thread cannot load what it needs. */
  static async start(data: LaneData, file = entry): Promise<LaneThread> {
    const thread = new LaneThread(data, file);
    await thread.#ready.promise;
    return thread;
  }

  async recognize(request: EngineRequest, signal: AbortSignal): Promise<PackedResult> {
    return this.#calls.call(request, [], signal);
  }

  terminate(): void {
    void this.#worker.terminate();
  }
}
