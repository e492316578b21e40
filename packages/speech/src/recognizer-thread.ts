import { recognizeInChunks, type Recognition, type RecognizeOptions, type SpeechRecognizer } from './recognition.ts';
import type { RecognizerReady } from './recognizer-worker.ts';
import type { RecognizerOptions } from './recognizer.ts';
import { RestartableWorker } from './restartable-worker.ts';

const workerFile = new URL('./recognizer-worker.ts', import.meta.url);

/**
 * A recogniser in a thread of its own, because inference blocks the thread it runs on. The model is loaded once a
 * thread. Calls share the thread chunk by chunk. If the thread dies, running calls reject with `RecognizerError`
 * (`recognizer_crashed`) and the next call starts a new one.
 */
export class RecognizerThread implements SpeechRecognizer, AsyncDisposable {
  readonly #worker: RestartableWorker<RecognizerReady, Float32Array, Recognition>;

  private constructor(worker: RestartableWorker<RecognizerReady, Float32Array, Recognition>) {
    this.#worker = worker;
  }

  /** @throws {ModelError} when the model cannot be used. */
  static async start(options: RecognizerOptions): Promise<RecognizerThread> {
    await using opened = new AsyncDisposableStack();
    const worker = opened.use(new RestartableWorker<RecognizerReady, Float32Array, Recognition>(workerFile, options));
    await worker.start();
    opened.move();
    return new RecognizerThread(worker);
  }

  /** Leaves `samples` as they are. An abort rejects at once with the signal's reason. */
  async recognize(samples: Float32Array, { signal }: RecognizeOptions = {}): Promise<Recognition> {
    const { samplesPerFrame } = await this.#worker.start();
    const recognizeChunk = async (chunk: Float32Array): Promise<Recognition> => {
      const copy = chunk.slice();
      return this.#worker.request(copy, [copy.buffer], signal);
    };
    return recognizeInChunks(samples, samplesPerFrame, recognizeChunk, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }
}
