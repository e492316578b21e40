/** Samples that are made when they are asked for, so that a long call is never all in memory. A Float32Array is one. */
export interface SampleSource {
  readonly length: number;
  /** Samples [start, end), with 0 <= start <= end <= length. */
  slice(start: number, end: number): Float32Array;
}
