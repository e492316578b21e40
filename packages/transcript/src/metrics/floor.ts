import { interruptionSecondsMin, yieldSecondsMax } from './constants.ts';
import { doMeet, longestOf, type Span } from './spans.ts';
import type { Stretch } from './stretches.ts';

/**
 * The longest time from a first word to a last one in which nothing takes the floor away. Who is spoken over and goes on
 * has kept it.
 *
 * @param breaks dead air, and what others say that is no backchannel
 */
export function longestMonologueSeconds(own: readonly Stretch[], breaks: readonly Span[]): number {
  const monologues: { start: number; end: number }[] = [];
  for (const { start, end } of own) {
    const last = monologues.at(-1);
    const pause = last && { start: last.end, end: start };
    if (last !== undefined && pause !== undefined && !breaks.some((taken) => doMeet(taken, pause))) last.end = end;
    else monologues.push({ start, end });
  }
  return longestOf(monologues);
}

/** How often `own` begins while the other side is speaking and ends that. */
export function countInterruptions(own: readonly Stretch[], others: readonly Stretch[]): number {
  return own.filter((taking) => !taking.isBackchannel && others.some((spoken) => isCutShort(spoken, taking))).length;
}

function isCutShort(spoken: Stretch, taking: Stretch): boolean {
  if (spoken.isBackchannel || taking.start <= spoken.start || taking.end <= spoken.end) return false;
  const together = spoken.end - taking.start;
  return together >= interruptionSecondsMin && together <= yieldSecondsMax;
}
