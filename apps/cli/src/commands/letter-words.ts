import type { DeadLetterRow } from '@callscript/db';

/** How a letter's call is written everywhere. */
export function callOf({ bid, callid }: Pick<DeadLetterRow, 'bid' | 'callid'>): string {
  return bid === null || callid === null ? 'no call' : `${bid}/${callid}`;
}

export function count(n: number): string {
  return n === 1 ? '1 dead letter' : `${n} dead letters`;
}

/** In UTC, to the second. */
export function timeOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
