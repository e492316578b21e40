import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions } from '../engine-options.ts';
import { describeError, reviveFailure } from '../failure.ts';
import type { AttachMessage, FromHost, HostedModels } from '../host/messages.ts';

const entry = new URL('../host/model-host.ts', import.meta.url);

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
  static async start(options: EngineOptions, onEvent: (event: EngineEvent) => void): Promise<HostThread> {
    const worker = new Worker(entry, { workerData: options });
    const ready = Promise.withResolvers<HostedModels>();
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(ready.reject);
    worker.on('message', (message: FromHost) => {
      if (message.kind === 'ready') ready.resolve(message.models);
      else if (message.kind === 'start_failed') ready.reject(reviveFailure(message.failure));
      else if (message.kind === 'event') onEvent(message.event);
      // While the models are opened, a fault of the device is a reason not to use it.
      else void ready.promise.then(() => lost.reject(new Error(message.reason)));
    });
    worker.on('error', (error) => lost.reject(new Error(`The model thread ended: ${describeError(error)}`)));
    worker.on('exit', () => lost.reject(new Error('The model thread ended unexpectedly.')));
    return new HostThread(worker, await ready.promise, lost.promise);
  }

  /** Another end of a line to the models. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ port: port1 } satisfies AttachMessage, [port1]);
    return port2;
  }
}
