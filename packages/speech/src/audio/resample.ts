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
    const padded = new Float32Array(lastPosition - position + tapCount);
    const inputStart = Math.max(0, first);
    const inputEnd = Math.min(this.#input.length, first + padded.length);
    padded.set(this.#input.slice(inputStart, inputEnd), inputStart - first);
    applyFilter(padded, phase, this.#filter, output);
    return output;
  }
}

/** `padded` begins with the first input sample that the first output sample uses; `phase` is that of the first. */
function applyFilter(padded: Float32Array, phase: number, filter: PolyphaseFilter, output: Float32Array): void {
  const { up, down, tapsBefore, tapCount, taps } = filter;
  const wholeStep = Math.floor(down / up);
  const phaseStep = down % up;
  // At full bandwidth the sinc is 0 at every other input sample: an output at an input's time is that input.
  const copiesPhase0 = up >= down;
  let position = 0;
  for (let n = 0; n < output.length; n++) {
    const row = phase * tapCount;
    if (copiesPhase0 && phase === 0) {
      output[n] = padded[position + tapsBefore];
    } else {
      // Two sums, so that one addition need not wait for the other; tapCount is even.
      let even = 0;
      let odd = 0;
      for (let j = 0; j < tapCount; j += 2) {
        even += taps[row + j] * padded[position + j];
        odd += taps[row + j + 1] * padded[position + j + 1];
      }
      output[n] = even + odd;
    }
    position += wholeStep;
    phase += phaseStep;
    if (phase >= up) {
      phase -= up;
      position++;
    }
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
