import { createHistogram } from 'node:perf_hooks';

export interface Figures {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** All that succeeded, warm-up included. */
  succeeded: number;
  failed: number;
}

export interface Timing {
  concurrency: number;
  warmUpMs: number;
  measureMs: number;
}

/** Keeps `concurrency` operations under way, each followed by the next, and measures after the warm-up. */
export async function measure(
  { concurrency, warmUpMs, measureMs }: Timing,
  operation: (worker: number) => Promise<boolean>,
): Promise<Figures> {
  const histogram = createHistogram();
  let succeeded = 0;
  let failed = 0;
  let measured = 0;
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  const work = async (worker: number): Promise<void> => {
    for (let begin = performance.now(); begin < until;) {
      const ok = await operation(worker);
      const end = performance.now();
      if (ok) succeeded += 1;
      else failed += 1;
      if (begin >= from && end <= until) {
        measured += 1;
        histogram.record(Math.max(1, Math.round((end - begin) * 1000)));
      }
      begin = end;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
  return {
    perSecond: (measured * 1000) / measureMs,
    p50Ms: histogram.percentile(50) / 1000,
    p99Ms: histogram.percentile(99) / 1000,
    succeeded,
    failed,
  };
}
