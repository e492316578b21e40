import { windowSamples } from './frames.ts';
import { countFeatureFrames, featureHopSamples, KaldiFbank, melCount } from './kaldi-fbank.ts';

export const featuresPerWindow = countFeatureFrames(windowSamples);

/** Features of windows that come in order; what a window shares with the one before is not computed again. */
export class WindowFeatures {
  readonly #fbank = new KaldiFbank();
  readonly #raw = new Float32Array(featuresPerWindow * melCount);
  readonly #hopFrames: number;
  #last = -Infinity;

  /** @throws {RangeError} when windows do not begin a whole number of feature frames (10 ms) apart. */
  constructor(hopSamples: number) {
    this.#hopFrames = hopSamples / featureHopSamples;
    if (!Number.isInteger(this.#hopFrames)) throw new RangeError(`Windows cannot be ${hopSamples} samples apart.`);
  }

  /** [998 x 80], row-major, each bin minus its mean over the whole window. `window` counts from 0 and rises. */
  compute(samples: Float32Array, window: number): Float32Array {
    const newFrames = Math.min(featuresPerWindow, (window - this.#last) * this.#hopFrames);
    this.#last = window;
    this.#raw.copyWithin(0, newFrames * melCount);
    this.#fbank.compute(samples, this.#raw, featuresPerWindow - newFrames, featuresPerWindow);
    return subtractMeans(this.#raw);
  }
}

function subtractMeans(raw: Float32Array): Float32Array {
  const means = new Float64Array(melCount);
  for (let row = 0; row < raw.length; row += melCount) for (let m = 0; m < melCount; m++) means[m] += raw[row + m];
  for (let m = 0; m < melCount; m++) means[m] /= featuresPerWindow;
  const centred = new Float32Array(raw.length);
  for (let row = 0; row < raw.length; row += melCount) {
    for (let m = 0; m < melCount; m++) centred[row + m] = raw[row + m] - means[m];
  }
  return centred;
}
