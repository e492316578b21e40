import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { melCount } from './kaldi-fbank.ts';
import { resampleMask } from './masks.ts';
import type { EmbeddingModel, MaskedFeatures } from './models.ts';
import { featuresPerWindow } from './window-features.ts';

/** The least that WeSpeaker's ResNet34 takes. */
const minFeatureFrames = 9;

/** A graph with `feats` [B, T, 80] alone: each voice's frames are put together, whatever lay between them. */
export class SelectedEmbedder implements EmbeddingModel {
  /** The segmentation frames (16.875 ms) in which the least features lie. */
  readonly minCleanFrames = 7;
  readonly #session: InferenceSession;

  constructor(session: InferenceSession) {
    this.#session = session;
  }

  async embed(windows: readonly MaskedFeatures[]): Promise<(Float32Array | null)[][]> {
    const vectors: (Float32Array | null)[][] = [];
    for (const { features, masks } of windows) {
      const row: (Float32Array | null)[] = [];
      for (const mask of masks) row.push(await this.#embedFrames(selectFrames(features, mask)));
      vectors.push(row);
    }
    return vectors;
  }

  /** Frames of several voices would need one length to share a batch, and padding changes the vector. */
  async #embedFrames(frames: Float32Array): Promise<Float32Array | null> {
    const frameCount = frames.length / melCount;
    if (frameCount < minFeatureFrames) return null;
    const results = await this.#session.run({ feats: new Tensor('float32', frames, [1, frameCount, melCount]) });
    return (results[this.#session.outputNames[0]].data as Float32Array).slice();
  }
}

function selectFrames(features: Float32Array, mask: Uint8Array): Float32Array {
  const isSelected = new Float32Array(featuresPerWindow);
  resampleMask(mask, isSelected);
  const selected = new Float32Array(features.length);
  let length = 0;
  for (let frame = 0; frame < featuresPerWindow; frame++) {
    if (isSelected[frame] === 0) continue;
    selected.set(features.subarray(frame * melCount, (frame + 1) * melCount), length);
    length += melCount;
  }
  return selected.subarray(0, length);
}
