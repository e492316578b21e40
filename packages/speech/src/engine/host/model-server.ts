import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import type { EngineOptions } from '../engine-options.ts';
import { describeError } from '../failure.ts';
import type { Answer } from '../rpc/served-calls.ts';
import { chooseBatchRules } from './batch-rules.ts';
import { EncoderQueue, type QueueEvents } from './encoder-queue.ts';
import { loadModels, type LoadedModels } from './load-models.ts';
import type { FromHost, HostedDiarization, HostRequest, HostResult } from './messages.ts';
import { isDeviceFault } from './runtime-errors.ts';

/** A chunk of the length that most have on a channel of its own. */
const warmUpFrames = 500;

/** Answers the lanes: chunks wait in the encoder's queue, windows are worked on as they come. */
export class ModelServer implements AsyncDisposable {
  readonly #models: LoadedModels;
  readonly #queue: EncoderQueue;

  private constructor(models: LoadedModels, queue: EncoderQueue) {
    this.#models = models;
    this.#queue = queue;
  }

  /** Loads the models on a device and runs each once. @throws {ModelError} */
  static async open(
    options: EngineOptions,
    device: RecognizerDevice,
    tell: (news: FromHost) => void,
  ): Promise<ModelServer> {
    await using opened = new AsyncDisposableStack();
    const models = opened.use(await loadModels(options, device));
    const rules = chooseBatchRules(device, options.precision, options.batchMemoryBytes);
    const queue = new EncoderQueue(models.encoder, rules, buildQueueEvents(tell));
    const frameCount = rules.fixedFrames ?? warmUpFrames;
    const data = new Float32Array(models.featureCount * frameCount);
    await queue.encode({ data, melCount: models.featureCount, frameCount, validFrameCount: frameCount });
    opened.move();
    return new ModelServer(models, queue);
  }

  get diarization(): HostedDiarization | undefined {
    const { diarization } = this.#models;
    if (diarization === undefined) return undefined;
    const { embedding, windowsAtOnce } = diarization;
    return { minCleanFrames: embedding.minCleanFrames, windowsAtOnce };
  }

  async answer(request: HostRequest): Promise<Answer<HostResult>> {
    if (request.model === 'encoder') {
      const { chunk, cost } = await this.#queue.encode(request.features);
      return { value: { result: chunk, cost }, transfer: [chunk.frames.buffer as ArrayBuffer] };
    }
    const { diarization } = this.#models;
    if (diarization === undefined) throw new Error('The engine has no models that tell voices apart.');
    const startedAt = performance.now();
    const result =
      request.model === 'segmentation'
        ? await diarization.segmentation.segment(request.windows)
        : await diarization.embedding.embed(request.windows);
    return { value: { result, cost: { computeMs: performance.now() - startedAt, batch: 1 } } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#models[Symbol.asyncDispose]();
  }
}

function buildQueueEvents(tell: (news: FromHost) => void): QueueEvents {
  return {
    ran: (batch) => tell({ kind: 'event', event: { kind: 'batch', ...batch } }),
    halved: (maxRows, reason) => tell({ kind: 'event', event: { kind: 'batch_halved', maxRows, reason } }),
    failed(error) {
      if (isDeviceFault(error)) tell({ kind: 'device_fault', reason: describeError(error) });
    },
  };
}
