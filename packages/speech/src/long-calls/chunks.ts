// Cuts audio of any length into chunks of at most 30 s, each recognised alone, so that memory does not grow with the call.
//
// 1. Silence of 2 s and more is left out, but for half a second on each side of what is said: on the channel of one
//    party that is half of the call. A chunk of under 5 s keeps silence instead, because features are scaled by the
//    statistics of their chunk.
// 2. Longer speech is cut where the 0.32 s around a place are quietest, between 15 and 30 s after the chunk's start; of
//    equally quiet places the latest.
// 3. Where even that place is not quiet, somebody is in the middle of a word: the chunks overlap there by 4 s, and
//    `joinWords` decides which chunk's words stand.
//
// Chunks start on the encoder's frame grid. All lengths are at 16 kHz; no more of the audio is asked for at a time than
// the next cut may depend on.

import { recognizerSampleRateHz } from '../audio/resample.ts';
import type { SampleSource } from '../audio/samples.ts';
import { KeptSamples } from './kept-samples.ts';
import { computeFrameEnergies, findSilenceLevel } from './silence.ts';

export interface Chunk {
  /** Samples of the audio before this chunk. */
  readonly start: number;
  readonly samples: Float32Array;
}

export const maxChunkSeconds = 30;
const minCutSeconds = 15;
const minChunkSeconds = 5;
const minSilenceSeconds = 2;
const silenceKeptSeconds = 0.5;
const seamSeconds = 4;
/** Grid frames looked at on each side of a cut. */
const pauseReach = 2;
/** A cut this much below the mean level of its window lies in a pause: 15 dB. */
const pauseRatio = 0.03;

/** `gridSamples` is the length of one encoder frame. */
export function* readChunks(audio: SampleSource, gridSamples: number): Generator<Chunk> {
  const toFrames = (seconds: number): number => Math.floor((seconds * recognizerSampleRateHz) / gridSamples);
  const maxFrames = toFrames(maxChunkSeconds);
  const keptFrames = toFrames(silenceKeptSeconds);
  const windowSamples = (maxFrames + pauseReach) * gridSamples;
  const source = new KeptSamples(audio);
  for (let start = 0; start < source.length;) {
    const window = source.slice(start, Math.min(start + windowSamples, source.length));
    const energies = computeFrameEnergies(window, gridSamples);
    const silence = findSilenceLevel(energies);
    const speechStart = energies.findIndex((energy) => energy >= silence);
    const isLast = start + window.length === source.length;
    if (speechStart < 0 && isLast) return;
    const skipped = (speechStart < 0 ? energies.length : speechStart) - keptFrames;
    if (skipped >= toFrames(minSilenceSeconds)) {
      start += skipped * gridSamples;
      continue;
    }
    const silenceStart = findLongSilence(energies, silence, toFrames(minChunkSeconds), toFrames(minSilenceSeconds));
    if (silenceStart !== undefined) {
      yield { start, samples: window.subarray(0, (silenceStart + keptFrames) * gridSamples) };
      start += (silenceStart + keptFrames) * gridSamples;
      continue;
    }
    if (energies.length <= maxFrames) return yield { start, samples: window };
    const { cut, isPause } = findCut(energies, toFrames(minCutSeconds));
    const seamFrames = isPause ? 0 : toFrames(seamSeconds);
    yield { start, samples: window.subarray(0, cut * gridSamples) };
    start += (cut - seamFrames) * gridSamples;
  }
}

/** The first frame, at or after `first`, of a run of silence of at least `length` frames. */
function findLongSilence(energies: Float64Array, silence: number, first: number, length: number): number | undefined {
  let run = 0;
  for (let frame = first; frame < energies.length; frame++) {
    run = energies[frame] < silence ? run + 1 : 0;
    if (run === length) return frame + 1 - length;
  }
  return undefined;
}

/** Where to end a chunk, in frames, and whether nobody speaks there. */
function findCut(energies: Float64Array, first: number): { cut: number; isPause: boolean } {
  let cut = first;
  let quietest = Infinity;
  for (let at = first; at <= energies.length - pauseReach; at++) {
    const energy = average(energies.subarray(at - pauseReach, at + pauseReach));
    if (energy > quietest) continue;
    cut = at;
    quietest = energy;
  }
  return { cut, isPause: quietest <= pauseRatio * average(energies) };
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
