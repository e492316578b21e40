// Kaldi's filter-bank features as WeSpeaker's models read them.
//
// 1. Frames of 400 samples (25 ms) every 160 (10 ms), only whole ones; samples times 32768.
// 2. In each frame: minus its mean; pre-emphasis y[n] = x[n] - 0.97 x[n-1] with x[-1] = x[0]; Hamming window; zeros to 512.
// 3. |FFT|^2, 80 mel energies, natural log, at least that of the single-precision epsilon. No dither.
//
// Nothing reaches beyond a frame, so windows that overlap share the frames they have in common. Double precision inside.

import { applyMelFilterBank } from '../features/mel-filter-bank.ts';
import { binCount, fftSize, PowerSpectrum } from '../features/power-spectrum.ts';
import { buildKaldiMelBank } from './kaldi-mel-bank.ts';

export const melCount = 80;
export const featureHopSamples = 160;

const frameSamples = 400;
const sampleScale = 32_768;
const preEmphasis = 0.97;
const energyFloor = 2 ** -23;

const hammingWindow = Float64Array.from(
  { length: frameSamples },
  (_, n) => 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (frameSamples - 1)),
);

export function countFeatureFrames(sampleCount: number): number {
  return Math.max(0, Math.floor((sampleCount - frameSamples) / featureHopSamples) + 1);
}

/** Tables and scratch space are made once. */
export class KaldiFbank {
  readonly #bank = buildKaldiMelBank(melCount);
  readonly #spectrum = new PowerSpectrum();
  readonly #frame = new Float64Array(fftSize);
  readonly #power = new Float64Array(binCount);
  readonly #energies = new Float64Array(melCount);

  /** Writes the log-mel energies of frames [from, to) of `samples` into `features` [frames x 80], row-major. */
  compute(samples: Float32Array, features: Float32Array, from: number, to: number): void {
    for (let t = from; t < to; t++) {
      this.#loadFrame(samples, t * featureHopSamples);
      this.#spectrum.compute(this.#frame, this.#power);
      applyMelFilterBank(this.#bank, this.#power, this.#energies);
      for (let m = 0; m < melCount; m++) {
        features[t * melCount + m] = Math.log(Math.max(energyFloor, this.#energies[m]));
      }
    }
  }

  #loadFrame(samples: Float32Array, start: number): void {
    const frame = this.#frame;
    let sum = 0;
    for (let n = 0; n < frameSamples; n++) sum += samples[start + n];
    const mean = sum / frameSamples;
    let previous = samples[start] - mean;
    for (let n = 0; n < frameSamples; n++) {
      const sample = samples[start + n] - mean;
      frame[n] = (sample - preEmphasis * previous) * sampleScale * hammingWindow[n];
      previous = sample;
    }
  }
}
