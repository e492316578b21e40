import type { SampleSource } from '../audio/samples.ts';

/** Keeps the samples of its last slice, so that overlapping slices are decoded and resampled once. */
export class KeptSamples implements SampleSource {
  readonly length: number;
  readonly #source: SampleSource;
  #start = 0;
  #kept: Float32Array = new Float32Array(0);

  constructor(source: SampleSource) {
    this.length = source.length;
    this.#source = source;
  }

  slice(start: number, end: number): Float32Array {
    const keptEnd = this.#start + this.#kept.length;
    if (start < this.#start || start >= keptEnd) return this.#keep(start, this.#source.slice(start, end));
    const samples = new Float32Array(end - start);
    samples.set(this.#kept.subarray(start - this.#start, end - this.#start));
    if (end > keptEnd) samples.set(this.#source.slice(keptEnd, end), keptEnd - start);
    return this.#keep(start, samples);
  }

  #keep(start: number, samples: Float32Array): Float32Array {
    this.#start = start;
    this.#kept = samples;
    return samples;
  }
}
