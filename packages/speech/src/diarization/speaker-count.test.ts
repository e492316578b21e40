import { describe, expect, test } from 'vitest';
import { framesPerWindow } from './frames.ts';
import { Pace } from './pace.ts';
import { countSpeakers } from './speaker-count.ts';

const second = 16_000;

/** A window in which the first `speakers` voices speak all the time. */
function windowWith(speakers: number): Uint8Array {
  return Uint8Array.from({ length: framesPerWindow * 3 }, (_, i) => (i % 3 < speakers ? 1 : 0));
}

async function count(windows: Uint8Array[]): Promise<Uint8Array> {
  return countSpeakers(windows, second, new Pace());
}

describe('countSpeakers', () => {
  test('one window says it for all of its frames', async () => {
    const counts = await count([windowWith(2)]);
    expect(counts).toHaveLength(594);
    expect(counts.indexOf(2)).toBe(0);
    expect(counts.lastIndexOf(2)).toBe(588);
    expect(counts.subarray(589).every((count) => count === 0)).toBe(true);
  });

  test.each([
    { first: 1, second: 2, both: 2 },
    { first: 0, second: 1, both: 0 },
    { first: 1, second: 1, both: 1 },
  ])('rounds the mean of $first and $second to $both, halves to even', async ({ first, second: next, both }) => {
    const counts = await count([windowWith(first), windowWith(next)]);
    expect(counts[58]).toBe(first);
    expect(counts[59]).toBe(both);
    expect(counts[588]).toBe(both);
    expect(counts[589]).toBe(next);
  });

  test('no windows have no frames', async () => {
    expect(await count([])).toHaveLength(0);
  });
});
