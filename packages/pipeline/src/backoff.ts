/**
 * Full jitter: a random delay below `base * 2^attempt`, capped. With the default base of 5 s:
 *
 * | failed attempt | delay   | latest, cumulated |
 * | -------------- | ------- | ----------------- |
 * | 1              | 0–10 s  | 10 s              |
 * | 2              | 0–20 s  | 30 s              |
 *
 * The third failure is the last. Longer outages of a vendor are `throttled`, which costs no attempt.
 */
export function backoffMs(failedAttempt: number, baseMs: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** failedAttempt));
}

const capMs = 900_000;

/** What a throttled stage waits when it was not told how long. */
export const throttledDelayMs = 60_000;

/**
 * How long a stage may go on failing before being throttled ends it. A vendor that refuses for a whole day does not come
 * back by itself (an expired key, a plan that ran out): people must see it, and they can replay the call.
 */
export const throttledForMs = 24 * 3_600_000;
