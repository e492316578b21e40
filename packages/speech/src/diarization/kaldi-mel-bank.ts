// Kaldi's mel filter bank: mel(f) = 1127 ln(1 + f / 700), triangles whose sides are straight in mel, edges equally
// spaced from 20 to 8000 Hz, not scaled by area. The Nyquist bin is left out. Rows are stored sparse.

import type { MelFilterBank } from '../features/mel-filter-bank.ts';
import { fftSize } from '../features/power-spectrum.ts';
import { sampleRateHz } from './frames.ts';

const lowHz = 20;
const highHz = sampleRateHz / 2;

export function buildKaldiMelBank(melCount: number): MelFilterBank {
  const lowMel = hzToMel(lowHz);
  const step = (hzToMel(highHz) - lowMel) / (melCount + 1);
  const firstBins = new Int32Array(melCount);
  const offsets = new Int32Array(melCount + 1);
  const weights: number[] = [];
  for (let m = 0; m < melCount; m++) {
    const left = lowMel + m * step;
    for (let bin = 0; bin < fftSize / 2; bin++) {
      const distance = (hzToMel((bin * sampleRateHz) / fftSize) - left) / step;
      const height = Math.min(distance, 2 - distance);
      if (height <= 0) continue;
      if (weights.length === offsets[m]) firstBins[m] = bin;
      weights.push(height);
    }
    offsets[m + 1] = weights.length;
  }
  return { melCount, firstBins, offsets, weights: Float32Array.from(weights) };
}

function hzToMel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}
