// Any whole rate to 16 kHz with a windowed-sinc polyphase filter. One method for every rate, because the recogniser's
// features raise even near-silent bands to unit variance and so hear which resampler was used.
//
// 1. Reduce output/input rate to up/down. Output sample n lies at the input time n*down/up, so it has one of `up`
//    phases: the fraction of an input sample by which it is late.
// 2. The taps of a phase are sinc(cutoff*d) times a Hann window over d = distance to the input sample; the window ends
//    16 zero crossings away. cutoff is 1 when the rate rises (the input's own Nyquist) and up/down when it falls.
// 3. Each phase is scaled to sum 1, so a constant stays that constant exactly.
// 4. Outside the recording there is silence. Output length: ceil(length * up / down).
// 5. Output is made in the parts that are asked for; the parts are the same samples as the whole.
//
// At 8 kHz this is the interpolator the demo model was trained with: even samples pass through, odd ones are the
// 32-tap half-sample sinc. Sums are in double precision.

import type { SampleSource } from './samples.ts';

export const recognizerSampleRateHz = 16_000;

const zeroCrossings = 16;

interface PolyphaseFilter {
  readonly up: number;
  readonly down: number;
  /** Input samples used before the one at or left of the output time. */
  readonly tapsBefore: number;
  readonly tapCount: number;
  /** [up x tapCount], row-major. */
  readonly taps: Float64Array;
}

/** @throws {RangeError} when the rate is not a positive whole number. */
export function resampleTo16k(samples: SampleSource, sampleRateHz: number): SampleSource {
  if (!Number.isInteger(sampleRateHz) || sampleRateHz <= 0) {
    throw new RangeError(`The sample rate must be a positive whole number, not ${sampleRateHz}.`);
  }
  if (sampleRateHz === recognizerSampleRateHz) return samples;
  return new ResampledSource(samples, buildFilter(sampleRateHz));
}

function buildFilter(inputRateHz: number): PolyphaseFilter {
  const divisor = greatestCommonDivisor(inputRateHz, recognizerSampleRateHz);
  const up = recognizerSampleRateHz / divisor;
  const down = inputRateHz / divisor;
  const cutoff = Math.min(1, up / down);
  const reach = zeroCrossings / cutoff;
  const tapsBefore = Math.ceil(reach) - 1;
  const tapCount = 2 * Math.ceil(reach);
  const taps = new Float64Array(up * tapCount);
  for (let phase = 0; phase < up; phase++) {
    const row = taps.subarray(phase * tapCount, (phase + 1) * tapCount);
    let sum = 0;
    for (let j = 0; j < tapCount; j++) {
      const distance = j - tapsBefore - phase / up;
      row[j] = sinc(cutoff * distance) * hann(distance / reach);
      sum += row[j];
    }
    for (let j = 0; j < tapCount; j++) row[j] /= sum;
  }
  return { up, down, tapsBefore, tapCount, taps };
}

class ResampledSource implements SampleSource {
  readonly length: number;
  readonly #input: SampleSource;
  readonly #filter: PolyphaseFilter;

  constructor(input: SampleSource, filter: PolyphaseFilter) {
    this.length = Math.ceil((input.length * filter.up) / filter.down);
    this.#input = input;
    this.#filter = filter;
  }

  slice(start: number, end: number): Float32Array {
    const { up, down, tapsBefore, tapCount } = this.#filter;
    const output = new Float32Array(end - start);
    if (output.length === 0) return output;
    const phase = (start * down) % up;
    const position = (start * down - phase) / up;
    const lastPosition = Math.floor(((end - 1) * down) / up);
    const first = position - tapsBefore;
    const padded = new Float64Array(lastPosition - position + tapCount);
    const inputStart = Math.max(0, first);
    const inputEnd = Math.min(this.#input.length, first + padded.length);
    padded.set(this.#input.slice(inputStart, inputEnd), inputStart - first);
    applyFilter(padded, phase, this.#filter, output);
    return output;
  }
}

/** `padded` begins with the first input sample that the first output sample uses; `phase` is that of the first. */
function applyFilter(padded: Float64Array, phase: number, filter: PolyphaseFilter, output: Float32Array): void {
  const { up, down, tapsBefore, tapCount, taps } = filter;
  // At full bandwidth the sinc is 0 at every other input sample: an output at an input's time is that input.
  const copiesPhase0 = up >= down;
  for (let first = 0; first < Math.min(up, output.length); first++) {
    const row = (phase + first * down) % up;
    const position = (phase + first * down - row) / up;
    if (copiesPhase0 && row === 0) {
      for (let n = first, at = position + tapsBefore; n < output.length; n += up, at += down) output[n] = padded[at];
    } else {
      applyPhase(padded, position, taps.subarray(row * tapCount, (row + 1) * tapCount), filter, first, output);
    }
  }
}

/** All outputs of one phase: `first` and every `up`th after it, the first of them from `position` on. */
function applyPhase(
  padded: Float64Array,
  position: number,
  taps: Float64Array,
  { up, down }: PolyphaseFilter,
  first: number,
  output: Float32Array,
): void {
  let n = first;
  let at = position;
  // Four outputs at a time: a tap is read once for all of them, and no sum waits for another.
  for (; n + 3 * up < output.length; n += 4 * up, at += 4 * down) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < taps.length; j++) {
      const tap = taps[j];
      a += tap * padded[at + j];
      b += tap * padded[at + j + down];
      c += tap * padded[at + j + 2 * down];
      d += tap * padded[at + j + 3 * down];
    }
    output[n] = a;
    output[n + up] = b;
    output[n + 2 * up] = c;
    output[n + 3 * up] = d;
  }
  for (; n < output.length; n += up, at += down) {
    let sum = 0;
    for (let j = 0; j < taps.length; j++) sum += taps[j] * padded[at + j];
    output[n] = sum;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** 1 in the middle, 0 at x = -1, x = 1 and beyond. */
function hann(x: number): number {
  return Math.abs(x) >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * x);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
