import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { checkTensors } from '../recognition/graph-contract.ts';
import { fitBatch, planBatches, type BatchOptions } from './batches.ts';
import { framesPerWindow, localSpeakers } from './frames.ts';
import { melCount } from './kaldi-fbank.ts';
import { resampleMask } from './masks.ts';
import type { EmbeddingModel, MaskedFeatures } from './models.ts';
import { featuresPerWindow } from './window-features.ts';

/**
 * A graph with `feats` [B, 998, 80] and `weights`. Weights [B, 3, F] give vectors [B, 3, D] from one pass over the window;
 * weights [B, F] give [B, D] and take a pass for each voice. Where F is open, the graph resamples the 589 frames itself;
 * otherwise F is the number of frames that it pools.
 */
export class MaskedEmbedder implements EmbeddingModel {
  /** What the reference derives from its model's least input of 400 samples. */
  readonly minCleanFrames = 2;
  readonly #session: InferenceSession;
  readonly #batch: BatchOptions;
  readonly #voicesPerRow: number;
  readonly #maskFrames: number;

  /** @throws {ModelError} when the graph's tensors have other types or shapes. */
  constructor(file: string, session: InferenceSession, batch: BatchOptions) {
    const declared = session.inputMetadata.find(({ name }) => name === 'weights');
    const takesAllVoices = declared?.isTensor === true && declared.shape.length === 3;
    const weightsShape = takesAllVoices ? [undefined, localSpeakers, undefined] : [undefined, undefined];
    const inputs = checkTensors(file, session.inputMetadata, [
      { name: 'feats', types: ['float32'], shape: [undefined, featuresPerWindow, melCount] },
      { name: 'weights', types: ['float32'], shape: weightsShape },
    ]);
    const maskFrames = inputs.get('weights')?.shape.at(-1);
    this.#session = session;
    this.#batch = fitBatch(inputs.get('feats')?.shape[0], batch);
    this.#voicesPerRow = takesAllVoices ? localSpeakers : 1;
    this.#maskFrames = typeof maskFrames === 'number' ? maskFrames : framesPerWindow;
  }

  async embed(windows: readonly MaskedFeatures[]): Promise<Float32Array[][]> {
    const rows = this.#voicesPerRow > 1 ? windows : windows.flatMap(splitVoices);
    const vectors: Float32Array[] = [];
    for (const batch of planBatches(rows, this.#batch)) {
      vectors.push(...(await this.#embedBatch(batch.items, batch.rows)));
    }
    let next = 0;
    return windows.map(({ masks }) => masks.map(() => vectors[next++]));
  }

  async #embedBatch(items: readonly MaskedFeatures[], rows: number): Promise<Float32Array[]> {
    const features = new Float32Array(rows * featuresPerWindow * melCount);
    const weights = new Float32Array(rows * this.#voicesPerRow * this.#maskFrames);
    const weightsOf = (slot: number): Float32Array =>
      weights.subarray(slot * this.#maskFrames, (slot + 1) * this.#maskFrames);
    items.forEach((item, row) => {
      features.set(item.features, row * featuresPerWindow * melCount);
      item.masks.forEach((mask, voice) => resampleMask(mask, weightsOf(row * this.#voicesPerRow + voice)));
    });
    const weightsShape =
      this.#voicesPerRow > 1 ? [rows, this.#voicesPerRow, this.#maskFrames] : [rows, this.#maskFrames];
    const results = await this.#session.run({
      feats: new Tensor('float32', features, [rows, featuresPerWindow, melCount]),
      weights: new Tensor('float32', weights, weightsShape),
    });
    const vectors = results[this.#session.outputNames[0]].data as Float32Array;
    const size = vectors.length / (rows * this.#voicesPerRow);
    return items.flatMap(({ masks }, row) =>
      masks.map((_, voice) => {
        const slot = row * this.#voicesPerRow + voice;
        return vectors.slice(slot * size, (slot + 1) * size);
      }),
    );
  }
}

function splitVoices({ features, masks }: MaskedFeatures): MaskedFeatures[] {
  return masks.map((mask) => ({ features, masks: [mask] }));
}
