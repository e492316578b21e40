// librosa's mel filter bank as NeMo uses it: Slaney scale (linear below 1000 Hz, logarithmic above), triangles between
// melCount + 2 points equally spaced in mel from 0 to 8000 Hz, each scaled by 2 / its width in Hz. Computed in double
// precision, weights rounded to single as the reference does. Rows are stored sparse: a row touches a few bins.

import { binCount, fftSize } from './power-spectrum.ts';

const sampleRateHz = 16_000;
const topHz = sampleRateHz / 2;
const hzPerMel = 200 / 3;
const breakHz = 1000;
const breakMel = breakHz / hzPerMel;
const melLogStep = Math.log(6.4) / 27;

export interface MelFilterBank {
  readonly melCount: number;
  /** First bin of a row. */
  readonly firstBins: Int32Array;
  /** Row m owns `weights[offsets[m] .. offsets[m + 1])`. */
  readonly offsets: Int32Array;
  readonly weights: Float32Array;
}

export function buildMelFilterBank(melCount: number): MelFilterBank {
  const topMel = hzToMel(topHz);
  const edges = Float64Array.from({ length: melCount + 2 }, (_, i) => melToHz((topMel * i) / (melCount + 1)));
  const firstBins = new Int32Array(melCount);
  const offsets = new Int32Array(melCount + 1);
  const weights: number[] = [];
  for (let m = 0; m < melCount; m++) {
    const [left, middle, right] = edges.subarray(m, m + 3);
    for (let bin = 0; bin < binCount; bin++) {
      const hz = (bin * sampleRateHz) / fftSize;
      const height = Math.min((hz - left) / (middle - left), (right - hz) / (right - middle));
      if (height <= 0) continue;
      if (weights.length === offsets[m]) firstBins[m] = bin;
      weights.push((2 / (right - left)) * height);
    }
    offsets[m + 1] = weights.length;
  }
  return { melCount, firstBins, offsets, weights: Float32Array.from(weights) };
}

/** Writes row sums of weight x power into `energies` [melCount]. */
export function applyMelFilterBank(bank: MelFilterBank, power: Float64Array, energies: Float64Array): void {
  const { melCount, firstBins, offsets, weights } = bank;
  let i = 0;
  for (let m = 0; m < melCount; m++) {
    const end = offsets[m + 1];
    let sum = 0;
    for (let bin = firstBins[m]; i < end; i++, bin++) sum += weights[i] * power[bin];
    energies[m] = sum;
  }
}

function hzToMel(hz: number): number {
  return hz < breakHz ? hz / hzPerMel : breakMel + Math.log(hz / breakHz) / melLogStep;
}

function melToHz(mel: number): number {
  return mel < breakMel ? mel * hzPerMel : breakHz * Math.exp((mel - breakMel) * melLogStep);
}
