import type { RecognizerDevice } from '../recognition/open-graph.ts';
import type { RecognizedBytes, RecognizerReady, TranscribeRequest } from './recognizer-worker.ts';
import type { RecognizerOptions } from '../recognition/recognizer.ts';
import { RestartableWorker } from './restartable-worker.ts';

const workerFile = new URL('./recognizer-worker.ts', import.meta.url);

type TranscribeWorker = RestartableWorker<RecognizerReady, TranscribeRequest, RecognizedBytes>;

/**
 * A recogniser in a thread of its own, from the bytes of a recording to its transcript: decoding and inference block the
 * thread they run on. The model is loaded once a thread. Calls share the thread chunk by chunk. If the thread dies,
 * running calls reject with `RecognizerError` (`recognizer_crashed`) and the next call starts a new one.
 */
export class RecognizerThread implements AsyncDisposable {
  readonly device: RecognizerDevice;
  readonly #worker: TranscribeWorker;

  private constructor(worker: TranscribeWorker, device: RecognizerDevice) {
    this.device = device;
    this.#worker = worker;
  }

  /** @throws {ModelError} when the model or the device cannot be used. */
  static async start(options: RecognizerOptions): Promise<RecognizerThread> {
    await using opened = new AsyncDisposableStack();
    const worker: TranscribeWorker = opened.use(new RestartableWorker(workerFile, options));
    const { device } = await worker.start();
    opened.move();
    return new RecognizerThread(worker, device);
  }

  /**
   * Takes the bytes of a WAV file over: they move to the thread, and `bytes` may be empty afterwards. An abort rejects at
   * once with the signal's reason; the thread stops before the next chunk of 30 s.
   *
   * @throws {AudioFormatError} when the bytes are not a recording that can be recognised.
   */
  async transcribe(bytes: Uint8Array, maxSeconds: number, signal?: AbortSignal): Promise<RecognizedBytes> {
    const owned = ownsItsBuffer(bytes) ? bytes : Uint8Array.from(bytes);
    return this.#worker.request({ bytes: owned, maxSeconds }, [owned.buffer], signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }
}

/** A part of a larger buffer cannot move alone: small Buffers share one. */
function ownsItsBuffer(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
}
