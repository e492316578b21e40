import type { MelFeatures } from '../features/mel.ts';

/** Encoder output of one chunk. */
export interface EncodedChunk {
  /** [frameCount x width], row-major: one encoder frame (80 ms) is contiguous. */
  readonly frames: Float32Array;
  readonly frameCount: number;
  readonly width: number;
}

/** The acoustic network, wherever it runs. */
export interface Encoder {
  /** Chunks of any number and lengths; results in their order. A result does not depend on the other chunks. */
  encode(features: readonly MelFeatures[]): Promise<EncodedChunk[]>;
}
