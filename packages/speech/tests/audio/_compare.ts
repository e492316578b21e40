/** How a decoded signal agrees with its source. */
export interface Agreement {
  /** Correlation, -1 to 1, at the offset where it is greatest. */
  readonly correlation: number;
  /** By how much the decoded signal is late. */
  readonly offsetMs: number;
}

const searchedMs = 60;

/** Looks for the decoded signal up to 60 ms before and after its place, on whole samples. */
export function compare(decoded: Float32Array, source: Float32Array, sampleRateHz: number): Agreement {
  const reach = Math.round((searchedMs * sampleRateHz) / 1000);
  const length = Math.min(decoded.length, source.length) - 2 * reach;
  // Coarse steps first: speech is slow against 48 kHz.
  const step = Math.max(1, Math.round(sampleRateHz / 16_000));
  let best = { lag: 0, correlation: -1 };
  const tryLag = (lag: number): void => {
    const correlation = correlate(decoded, reach + lag, source, reach, length, step);
    if (correlation > best.correlation) best = { lag, correlation };
  };
  for (let lag = -reach; lag <= reach; lag += step) tryLag(lag);
  return { correlation: best.correlation, offsetMs: (best.lag / sampleRateHz) * 1000 };
}

function correlate(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number, step: number) {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < length; i += step) {
    const x = a[aStart + i];
    const y = b[bStart + i];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return ab / Math.sqrt(aa * bb);
}
