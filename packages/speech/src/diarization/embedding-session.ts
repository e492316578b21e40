import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { checkTensors } from '../recognition/graph-contract.ts';
import { openGraph, type GraphOptions } from '../recognition/open-graph.ts';
import type { BatchOptions } from './batches.ts';
import { melCount } from './kaldi-fbank.ts';
import { MaskedEmbedder } from './masked-embedder.ts';
import type { EmbeddingModel, MaskedFeatures } from './models.ts';
import { SelectedEmbedder } from './selected-embedder.ts';

/**
 * `embedding.onnx`, of one of two kinds. With `weights`, the graph pools the frames of a whole window by their weights,
 * which is what the pyannote 3.1 pipeline does. A plain WeSpeaker export has `feats` alone and gets the frames of a voice
 * put together, which is what pyannote 3.0 did with such files.
 */
export class EmbeddingSession implements EmbeddingModel, AsyncDisposable {
  readonly minCleanFrames: number;
  readonly #session: InferenceSession;
  readonly #embedder: EmbeddingModel;

  private constructor(session: InferenceSession, embedder: EmbeddingModel) {
    this.minCleanFrames = embedder.minCleanFrames;
    this.#session = session;
    this.#embedder = embedder;
  }

  /** @throws {ModelError} when the graph cannot be loaded or has other tensors or shapes. */
  static async load(filePath: string, batch: BatchOptions, options: GraphOptions): Promise<EmbeddingSession> {
    const session = await openGraph(filePath, options);
    return new EmbeddingSession(session, createEmbedder(path.basename(filePath), session, batch));
  }

  async embed(windows: readonly MaskedFeatures[]): Promise<(Float32Array | null)[][]> {
    return this.#embedder.embed(windows);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

function createEmbedder(file: string, session: InferenceSession, batch: BatchOptions): EmbeddingModel {
  if (session.inputNames.includes('weights')) return new MaskedEmbedder(file, session, batch);
  checkTensors(file, session.inputMetadata, [
    { name: 'feats', types: ['float32'], shape: [undefined, undefined, melCount] },
  ]);
  return new SelectedEmbedder(session);
}
