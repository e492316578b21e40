// Cuts long audio into chunks of at most 30 s, each recognised alone, so that memory does not grow with the call.
//
// A cut is made where the 0.32 s around it are quietest, between 15 and 30 s after the cut before; of equally quiet
// places the latest. Cuts lie on the encoder's frame grid, so that frame numbers of the chunks add up exactly. All
// lengths are at 16 kHz.

import { computeFrameEnergies } from './frame-energies.ts';
import { recognizerSampleRateHz } from './resample.ts';

/** Samples [start, end). */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

const maxChunkSeconds = 30;
const minChunkSeconds = 15;
/** Grid frames looked at on each side of a cut. */
const pauseReach = 2;
/** -60 dBFS: below telephone speech, above the idle noise of mu-law and A-law lines. */
const silenceMeanSquare = 1e-6;

/** The chunks cover the samples in order, without gap or overlap. `gridSamples` is the length of one encoder frame. */
export function planChunks(samples: Float32Array, gridSamples: number): Chunk[] {
  const maxFrames = Math.floor((maxChunkSeconds * recognizerSampleRateHz) / gridSamples);
  const minFrames = Math.floor((minChunkSeconds * recognizerSampleRateHz) / gridSamples);
  const energies = computeFrameEnergies(samples, gridSamples);
  const chunks: Chunk[] = [];
  let start = 0;
  while (energies.length - start > maxFrames) {
    const lastCut = Math.min(start + maxFrames, energies.length - pauseReach);
    const cut = findQuietestCut(energies, start + minFrames, lastCut);
    chunks.push({ start: start * gridSamples, end: cut * gridSamples });
    start = cut;
  }
  if (samples.length > 0) chunks.push({ start: start * gridSamples, end: samples.length });
  return chunks;
}

/** Whether nothing in the audio is loud enough to be speech. Features would raise such audio to full scale. */
export function isSilent(samples: Float32Array, gridSamples: number): boolean {
  return computeFrameEnergies(samples, gridSamples).every((energy) => energy < silenceMeanSquare);
}

function findQuietestCut(energies: Float64Array, first: number, last: number): number {
  let best = first;
  let bestEnergy = Infinity;
  for (let cut = first; cut <= last; cut++) {
    let energy = 0;
    for (let frame = cut - pauseReach; frame < cut + pauseReach; frame++) energy += energies[frame];
    if (energy <= bestEnergy) {
      best = cut;
      bestEnergy = energy;
    }
  }
  return best;
}
