import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an attempt until it succeeds; after `timeoutMs` the last failure is the cause of the error. */
export async function retryUntil<T>(
  attempt: () => Promise<T>,
  options: { timeoutMs: number; intervalMs: number; message: string; signal?: AbortSignal },
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw new Error(options.message, { cause: error });
      await sleep(options.intervalMs);
    }
  }
}
