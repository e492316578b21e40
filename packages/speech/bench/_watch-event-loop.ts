import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface EventLoopHeld {
  /** Lateness of a timer, other processes' turns at the processor included. */
  readonly clockMaxMs: number;
  readonly clockP999Ms: number;
  /** The most processor time that this thread used between two turns of the loop. */
  readonly cpuMaxMs: number;
}

const turnMs = 2;

/** Watches the event loop of this thread until it is stopped. */
export function watchEventLoop(): { stop(): EventLoopHeld } {
  const histogram = monitorEventLoopDelay({ resolution: turnMs });
  let last = process.threadCpuUsage();
  let cpuMaxMs = 0;
  const turns = setInterval(() => {
    const used = process.threadCpuUsage(last);
    cpuMaxMs = Math.max(cpuMaxMs, (used.user + used.system) / 1000);
    last = process.threadCpuUsage();
  }, turnMs);
  histogram.enable();
  return {
    stop() {
      histogram.disable();
      clearInterval(turns);
      return { clockMaxMs: histogram.max / 1e6, clockP999Ms: histogram.percentile(99.9) / 1e6, cpuMaxMs };
    },
  };
}
