import { parentPort } from 'node:worker_threads';
import { ModelError, type ModelErrorCode } from './model-error.ts';

/** Errors lose their class on the way between threads; this is what is kept of them. */
export interface WorkerFailure {
  readonly message: string;
  readonly modelErrorCode: ModelErrorCode | undefined;
}

export interface WorkerRequest {
  readonly id: number;
  readonly payload: unknown;
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'start_failed'; readonly failure: WorkerFailure }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'request_failed'; readonly id: number; readonly failure: WorkerFailure };

export interface WorkerService<Ready, Request, Response> {
  /** Told to the other thread once. */
  readonly ready: Ready;
  readonly handle: (request: Request) => Promise<Response>;
}

/** Runs in a worker thread: starts the service, then answers the requests of its `RestartableWorker`. */
export async function serveWorker<Ready, Request, Response>(
  start: () => Promise<WorkerService<Ready, Request, Response>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file runs in a worker thread.');
  const post = (message: WorkerMessage): void => port.postMessage(message);
  try {
    const service = await start();
    port.on('message', ({ id, payload }: WorkerRequest) => {
      service.handle(payload as Request).then(
        (value) => post({ kind: 'result', id, value }),
        (error: unknown) => post({ kind: 'request_failed', id, failure: describeFailure(error) }),
      );
    });
    post({ kind: 'ready', value: service.ready });
  } catch (error) {
    post({ kind: 'start_failed', failure: describeFailure(error) });
  }
}

function describeFailure(error: unknown): WorkerFailure {
  return {
    message: error instanceof Error ? error.message : String(error),
    modelErrorCode: error instanceof ModelError ? error.code : undefined,
  };
}
