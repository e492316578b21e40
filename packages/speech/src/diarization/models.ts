/** Who speaks when within a window. */
export interface SegmentationModel {
  /** Windows of 160000 samples at 16 kHz to [589 x 3], 0 or 1: which of three local voices speaks in each frame. */
  segment(windows: readonly Float32Array[]): Promise<Uint8Array[]>;
}

/** A window and the voices in it that are to be described. */
export interface MaskedFeatures {
  /** Kaldi filter bank [998 x 80], row-major, minus its mean over the window. */
  readonly features: Float32Array;
  /** For each voice the frames to look at: [589], 0 or 1, at least one of them 1. At most three. */
  readonly masks: readonly Uint8Array[];
}

/** What a voice sounds like, as a vector: near to other vectors of the same voice. */
export interface EmbeddingModel {
  /** A voice's own frames are enough if they are more than this; otherwise it is described with frames that others share. */
  readonly minCleanFrames: number;
  /** One vector for each mask of each window; null where the frames were too few. */
  embed(windows: readonly MaskedFeatures[]): Promise<(Float32Array | null)[][]>;
}
