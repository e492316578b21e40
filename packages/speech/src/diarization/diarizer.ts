// Who speaks when in a mix of several people, as pyannote/speaker-diarization-3.1.
//
// 1. Windows of 10 s, overlapping: which of up to three local voices speaks in each frame.
// 2. Each local voice becomes a vector, made of the frames it has to itself.
// 3. Vectors are clustered: a cluster is a speaker of the call.
// 4. In each frame as many speak as the windows over it say on average, those first that most windows hear.

import path from 'node:path';
import type { SampleSource } from '../audio/samples.ts';
import type { RecognizerDevice } from '../recognition/open-graph.ts';
import { clusterVoices } from './cluster-voices.ts';
import { readDiarizationConfig, referenceConfig, type DiarizationConfig } from './diarization-config.ts';
import { EmbeddingSession } from './embedding-session.ts';
import { framesPerWindow, sampleRateHz } from './frames.ts';
import { hearVoices, type DiarizationModels } from './hear-voices.ts';
import { Pace } from './pace.ts';
import { reconstruct, type Diarization } from './reconstruct.ts';
import { SegmentationSession } from './segmentation-session.ts';

export interface DiarizerOptions {
  /** Holds `segmentation.onnx`, `embedding.onnx` and, unless they are the reference's models, `config.json`. */
  readonly modelDirectory: string;
  /** `cpu` when absent. */
  readonly device?: RecognizerDevice | undefined;
  readonly intraOpThreads: number;
  /** Windows in one run of a model, 4 when absent, 32 on CUDA, where every run has as many. */
  readonly batchSize?: number | undefined;
}

export interface DiarizerParts extends DiarizationModels {
  /** The reference's when absent. */
  readonly config?: DiarizationConfig | undefined;
  /** Windows handed to the models together. */
  readonly batchSize?: number | undefined;
}

export interface DiarizeOptions {
  /** How many people speak, where that is known; fewer are found where the voices give no more. */
  readonly speakers?: number | undefined;
  readonly maxSpeakers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const defaultBatchSize = { cpu: 4, cuda: 32 };

/** Inference and clustering block the calling thread: servers give `create` models that live in another one. */
export class Diarizer implements AsyncDisposable {
  readonly #models: DiarizationModels;
  readonly #config: DiarizationConfig;
  readonly #batchSize: number;
  readonly #owned: AsyncDisposableStack;

  private constructor(parts: DiarizerParts, owned: AsyncDisposableStack) {
    this.#models = parts;
    this.#config = parts.config ?? referenceConfig;
    this.#batchSize = parts.batchSize ?? defaultBatchSize.cpu;
    this.#owned = owned;
  }

  /** @throws {ModelError} when the folder lacks a file, a graph is not what it must be, or the device cannot be used. */
  static async load(options: DiarizerOptions): Promise<Diarizer> {
    const { modelDirectory, device = 'cpu', intraOpThreads, batchSize = defaultBatchSize[device] } = options;
    const graph = { device, intraOpThreads };
    const batch = { size: batchSize, isFixed: device === 'cuda' };
    const config = await readDiarizationConfig(modelDirectory);
    await using opened = new AsyncDisposableStack();
    const fileOf = (name: string): string => path.join(modelDirectory, name);
    const segmentation = opened.use(await SegmentationSession.load(fileOf('segmentation.onnx'), batch, graph));
    const embedding = opened.use(await EmbeddingSession.load(fileOf('embedding.onnx'), batch, graph));
    return new Diarizer({ segmentation, embedding, config, batchSize }, opened.move());
  }

  /** The models stay their owner's. */
  static create(parts: DiarizerParts): Diarizer {
    return new Diarizer(parts, new AsyncDisposableStack());
  }

  /** `audio` is at 16 kHz, of any length, and is read in parts. */
  async diarize(audio: SampleSource, options: DiarizeOptions = {}): Promise<Diarization> {
    options.signal?.throwIfAborted();
    const pace = new Pace(options.signal);
    const { clusteringThreshold, minClusterSize, minActiveRatio, hopSamples } = this.#config;
    const heard = await hearVoices(audio, this.#models, { hopSamples, windowsAtOnce: this.#batchSize, pace });
    const limits = {
      threshold: clusteringThreshold,
      minClusterSize,
      minSpeakers: options.speakers ?? 1,
      maxSpeakers: options.speakers ?? options.maxSpeakers ?? Infinity,
    };
    const vectors = heard.voices.map(({ vector }) => vector);
    const trusted = vectors.filter((_, i) => heard.voices[i].cleanFrames >= minActiveRatio * framesPerWindow);
    const speakers = await clusterVoices(vectors, trusted, limits, pace);
    const endSeconds = audio.length / sampleRateHz;
    return reconstruct(heard, speakers, { hopSamples, mostAtOnce: limits.maxSpeakers, endSeconds }, pace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}
