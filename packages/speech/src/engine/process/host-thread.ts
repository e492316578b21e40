import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions } from '../engine-options.ts';
import { describeError, reviveFailure } from '../failure.ts';
import type { FromHost, HostedModels, ToHost } from '../host/messages.ts';

const entry = new URL('../host/model-host.ts', import.meta.url);

export interface HostThreadOptions {
  readonly engine: EngineOptions;
  readonly onEvent: (event: EngineEvent) => void;
  /** How often the thread is asked whether it still runs; it answers between batches. */
  readonly askMs: number;
  readonly file?: URL;
}

/** So many questions without an answer, and the thread hangs: no batch takes that long. */
const unansweredMax = 10;

/** The thread with the big graphs. It is not replaced: without it the process is of no use. */
export class HostThread {
  readonly models: HostedModels;
  /** Rejects when the thread, or the device that it uses, is lost. */
  readonly lost: Promise<never>;
  readonly #worker: Worker;

  private constructor(worker: Worker, models: HostedModels, lost: Promise<never>) {
    this.#worker = worker;
    this.models = models;
    this.lost = lost;
  }

  /** Resolves when the models are loaded and have run once. @throws {ModelError} */
  static async start({ engine, onEvent, askMs, file = entry }: HostThreadOptions): Promise<HostThread> {
    const worker = new Worker(file, { workerData: engine });
    const ready = Promise.withResolvers<HostedModels>();
    const lost = Promise.withResolvers<never>();
    let isReady = false;
    let unanswered = 0;
    lost.promise.catch(ready.reject);
    worker.on('message', (message: FromHost) => {
      switch (message.kind) {
        case 'ready':
          isReady = true;
          return ready.resolve(message.models);
        case 'start_failed':
          return ready.reject(reviveFailure(message.failure));
        case 'event':
          return onEvent(message.event);
        case 'alive':
          unanswered = 0;
          return;
        case 'device_fault':
          // While the models are opened, a fault of the device is a reason not to use it.
          if (isReady) lost.reject(new Error(message.reason));
          return;
      }
    });
    worker.on('error', (error) => lost.reject(new Error(`the model thread ended: ${describeError(error)}`)));
    worker.on('exit', () => lost.reject(new Error('the model thread ended unexpectedly')));
    const host = new HostThread(worker, await ready.promise, lost.promise);
    const asking = setInterval(() => {
      if (unanswered++ === unansweredMax) lost.reject(new Error('the model thread hangs'));
      host.#post({ kind: 'ask' });
    }, askMs);
    lost.promise.catch(() => clearInterval(asking));
    return host;
  }

  /** Another line to the models. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#post({ kind: 'attach', port: port1 }, [port1]);
    return port2;
  }

  #post(message: ToHost, transfer: readonly MessagePort[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
