import { parentPort } from 'node:worker_threads';
import { describeFailure, type WorkerFailure } from './worker-failure.ts';

export type WorkerRequest =
  | { readonly kind: 'request'; readonly id: number; readonly payload: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'start_failed'; readonly failure: WorkerFailure }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'request_failed'; readonly id: number; readonly failure: WorkerFailure };

export interface WorkerService<Ready, Request, Response> {
  /** Told to the other thread once. */
  readonly ready: Ready;
  /** `signal` aborts when nobody waits for the answer any more. */
  readonly handle: (request: Request, signal: AbortSignal) => Promise<Response>;
}

/** Runs in a worker thread: starts the service, then answers the requests of its `RestartableWorker`. */
export async function serveWorker<Ready, Request, Response>(
  start: () => Promise<WorkerService<Ready, Request, Response>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file runs in a worker thread.');
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const running = new Map<number, AbortController>();
  try {
    const service = await start();
    port.on('message', (message: WorkerRequest) => {
      const { id } = message;
      if (message.kind === 'cancel') return running.get(id)?.abort();
      const controller = new AbortController();
      running.set(id, controller);
      service
        .handle(message.payload as Request, controller.signal)
        .then(
          (value) => post({ kind: 'result', id, value }),
          (error: unknown) => post({ kind: 'request_failed', id, failure: describeFailure(error) }),
        )
        .finally(() => running.delete(id));
    });
    post({ kind: 'ready', value: service.ready });
  } catch (error) {
    post({ kind: 'start_failed', failure: describeFailure(error) });
  }
}
