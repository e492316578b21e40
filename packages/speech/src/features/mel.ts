// Log-mel features as NeMo's AudioToMelSpectrogramPreprocessor makes them at inference (no dither, no length padding).
//
// 1. Pre-emphasis over the whole signal: y[n] = x[n] - 0.97 x[n-1].
// 2. Frames every 160 samples (10 ms), centred: 256 zeros before and after. Window: symmetric Hann of 400 samples
//    (25 ms) in the middle of 512.
// 3. |FFT|^2, 257 bins; mel filter bank; natural log of (energy + 2^-24).
// 4. Per mel bin, over the floor(N/160) valid frames: minus the mean, divided by (standard deviation with L-1, + 1e-5).
// 5. The one frame past the valid ones stays in the tensor and is 0.
//
// Double precision inside, single precision out. Two correct implementations differ by about 2e-4 after step 4.

import { applyMelFilterBank, buildMelFilterBank, type MelFilterBank } from './mel-filter-bank.ts';
import { binCount, fftSize, PowerSpectrum } from './power-spectrum.ts';

export const hopSamples = 160;

const windowSamples = 400;
const windowStart = (fftSize - windowSamples) / 2;
const preEmphasis = 0.97;
const logFloor = 2 ** -24;
const deviationFloor = 1e-5;

const hannWindow = Float64Array.from(
  { length: windowSamples },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / (windowSamples - 1)),
);

export interface MelFeatures {
  /** [melCount x frameCount], row-major: time runs fastest. */
  readonly data: Float32Array;
  readonly melCount: number;
  readonly frameCount: number;
  /** Frames that lie inside the signal; one fewer than `frameCount`. */
  readonly validFrameCount: number;
}

/** Features of 16 kHz audio; tables and scratch space are made once. */
export class MelFrontEnd {
  readonly #bank: MelFilterBank;
  readonly #spectrum = new PowerSpectrum();
  readonly #frame = new Float64Array(fftSize);
  readonly #power = new Float64Array(binCount);
  readonly #energies: Float64Array;

  constructor(melCount: number) {
    this.#bank = buildMelFilterBank(melCount);
    this.#energies = new Float64Array(melCount);
  }

  /** @throws {RangeError} below 320 samples: a deviation needs two frames. */
  compute(samples: Float32Array): MelFeatures {
    const features = this.computeLogMel(samples);
    if (features.validFrameCount < 2) {
      throw new RangeError(`Features need at least ${2 * hopSamples} samples, not ${samples.length}.`);
    }
    normalizeRows(features);
    return features;
  }

  /** Steps 1 to 3: natural-log energies of all frames, the one past the signal included. */
  computeLogMel(samples: Float32Array): MelFeatures {
    const melCount = this.#bank.melCount;
    const validFrameCount = Math.floor(samples.length / hopSamples);
    const frameCount = validFrameCount + 1;
    const data = new Float32Array(melCount * frameCount);
    const signal = emphasize(samples);
    const frame = this.#frame;
    const energies = this.#energies;
    for (let t = 0; t < frameCount; t++) {
      const start = t * hopSamples + windowStart;
      for (let n = 0; n < windowSamples; n++) frame[windowStart + n] = signal[start + n] * hannWindow[n];
      this.#spectrum.compute(frame, this.#power);
      applyMelFilterBank(this.#bank, this.#power, energies);
      for (let m = 0; m < melCount; m++) data[m * frameCount + t] = Math.log(energies[m] + logFloor);
    }
    return { data, melCount, frameCount, validFrameCount };
  }
}

/** The pre-emphasised signal with half an FFT of zeros before it and after it. */
function emphasize(samples: Float32Array): Float64Array {
  const padding = fftSize / 2;
  const signal = new Float64Array(samples.length + 2 * padding);
  let previous = 0;
  for (let n = 0; n < samples.length; n++) {
    const sample = samples[n];
    signal[padding + n] = sample - preEmphasis * previous;
    previous = sample;
  }
  return signal;
}

function normalizeRows({ data, melCount, frameCount, validFrameCount }: MelFeatures): void {
  for (let m = 0; m < melCount; m++) {
    const row = data.subarray(m * frameCount, (m + 1) * frameCount);
    let sum = 0;
    for (let t = 0; t < validFrameCount; t++) sum += row[t];
    const mean = sum / validFrameCount;
    let squares = 0;
    for (let t = 0; t < validFrameCount; t++) squares += (row[t] - mean) ** 2;
    const scale = 1 / (Math.sqrt(squares / (validFrameCount - 1)) + deviationFloor);
    for (let t = 0; t < validFrameCount; t++) row[t] = (row[t] - mean) * scale;
    row.fill(0, validFrameCount);
  }
}
