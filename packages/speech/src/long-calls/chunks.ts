// Cuts long audio into chunks of at most 30 s, each recognised alone, so that memory does not grow with the call.
//
// A cut is made where the 0.32 s around it are quietest, between 15 and 30 s after the cut before; of equally quiet
// places the latest. Cuts lie on the encoder's frame grid, so that frame numbers of the chunks add up exactly. All
// lengths are at 16 kHz.

import { computeFrameEnergies } from './frame-energies.ts';
import { recognizerSampleRateHz } from '../audio/resample.ts';
import type { SampleSource } from '../audio/samples.ts';

export interface Chunk {
  /** Samples of the audio before this chunk. */
  readonly start: number;
  readonly samples: Float32Array;
}

const maxChunkSeconds = 30;
const minChunkSeconds = 15;
/** Grid frames looked at on each side of a cut. */
const pauseReach = 2;
/** -60 dBFS: below telephone speech, above the idle noise of mu-law and A-law lines. */
const silenceMeanSquare = 1e-6;

/**
 * The chunks cover the audio in order, without gap or overlap; no more of it is asked for at a time than the next cut
 * may depend on. `gridSamples` is the length of one encoder frame.
 */
export function* readChunks(audio: SampleSource, gridSamples: number): Generator<Chunk> {
  const maxFrames = Math.floor((maxChunkSeconds * recognizerSampleRateHz) / gridSamples);
  const minFrames = Math.floor((minChunkSeconds * recognizerSampleRateHz) / gridSamples);
  const windowSamples = (maxFrames + pauseReach) * gridSamples;
  for (let start = 0; start < audio.length;) {
    const window = audio.slice(start, Math.min(start + windowSamples, audio.length));
    const energies = computeFrameEnergies(window, gridSamples);
    const isLast = energies.length <= maxFrames;
    const length = isLast
      ? window.length
      : findQuietestCut(energies, minFrames, energies.length - pauseReach) * gridSamples;
    yield { start, samples: window.subarray(0, length) };
    start += length;
  }
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
