import { Worker, type Transferable } from 'node:worker_threads';
import { RecognizerError } from './recognizer-error.ts';
import { reviveFailure } from './worker-failure.ts';
import type { WorkerMessage, WorkerRequest } from './worker-server.ts';

interface Running<Ready> {
  readonly worker: Worker;
  readonly ready: Promise<Ready>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Requests to a worker thread that runs `serveWorker`. When the thread dies, everything waiting is rejected with
 * `recognizer_crashed`, and the next request starts a new thread. Requests run side by side; each is answered when it is done.
 */
export class RestartableWorker<Ready, Request, Response> implements AsyncDisposable {
  readonly #file: URL;
  readonly #workerData: unknown;
  readonly #waiting = new Map<number, Waiting>();
  #running: Running<Ready> | undefined;
  #isDisposed = false;
  #lastId = 0;

  constructor(file: URL, workerData: unknown) {
    this.#file = file;
    this.#workerData = workerData;
  }

  /** Starts the thread unless it runs; resolves to what its service says when it is ready. */
  async start(): Promise<Ready> {
    if (this.#isDisposed) throw createDisposed();
    this.#running ??= this.#launch();
    return this.#running.ready;
  }

  /** `transfer` lists buffers that move to the thread. An abort rejects at once, and the thread is told. */
  async request(payload: Request, transfer: readonly Transferable[], signal?: AbortSignal): Promise<Response> {
    signal?.throwIfAborted();
    await this.start();
    signal?.throwIfAborted();
    const worker = this.#running?.worker;
    if (worker === undefined) throw this.#describeEnd(undefined);
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    const post = (message: WorkerRequest, moved: readonly Transferable[] = []): void =>
      worker.postMessage(message, moved);
    const onAbort = (): void => {
      reject(signal?.reason);
      post({ kind: 'cancel', id });
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      post({ kind: 'request', id, payload }, transfer);
      return (await promise) as Response;
    } finally {
      this.#waiting.delete(id);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    const running = this.#running;
    this.#running = undefined;
    this.#rejectWaiting(createDisposed());
    await running?.worker.terminate();
  }

  #launch(): Running<Ready> {
    const worker = new Worker(this.#file, { workerData: this.#workerData });
    const { promise: ready, resolve, reject } = Promise.withResolvers<Ready>();
    let cause: unknown;
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') resolve(message.value as Ready);
      else if (message.kind === 'start_failed') reject(reviveFailure(message.failure));
      else this.#settle(message);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    // `exit` follows every end of the thread: an uncaught error, process.exit in it, terminate, or a failed start.
    worker.on('exit', () => {
      const reason = this.#describeEnd(cause);
      reject(reason);
      if (this.#running?.worker !== worker) return;
      this.#running = undefined;
      this.#rejectWaiting(reason);
    });
    return { worker, ready };
  }

  #describeEnd(cause: unknown): RecognizerError {
    if (this.#isDisposed) return createDisposed();
    return new RecognizerError('recognizer_crashed', 'The recogniser thread ended unexpectedly.', { cause });
  }

  #settle(message: Extract<WorkerMessage, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    if (message.kind === 'result') waiting?.resolve(message.value);
    else waiting?.reject(reviveFailure(message.failure));
  }

  #rejectWaiting(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function createDisposed(): RecognizerError {
  return new RecognizerError('recognizer_disposed', 'The recogniser was disposed of.');
}
