import { setTimeout as sleep } from 'node:timers/promises';

type Falsy = false | 0 | 0n | '' | null | undefined;

/**
 * Polls a condition until it holds and returns its value. A condition that throws does not hold yet; when time runs
 * out, what it threw last is the cause of the error.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; intervalMs?: number; message?: string } = {},
): Promise<Exclude<T, Falsy>> {
  const { timeoutMs = 15_000, intervalMs = 20, message = 'the condition never held' } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value as Exclude<T, Falsy>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`${message} (waited ${timeoutMs} ms)`, { cause });
    await sleep(intervalMs);
  }
}
