import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const almostOne = 1 - Number.EPSILON;

describe('backoffMs', () => {
  test('lies between nothing and twice the base for each failed attempt, and never beyond a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 3_600_000 }),
        fc.double({ min: 0, max: almostOne, noNaN: true }),
        (attempt, baseMs, random) => {
          const delay = backoffMs(attempt, baseMs, () => random);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(900_000, baseMs * 2 ** attempt));
          expect(Number.isInteger(delay)).toBe(true);
        },
      ),
    );
  });

  test('doubles its reach with each attempt: 10 s, 20 s with the default base', () => {
    expect([1, 2].map((attempt) => backoffMs(attempt, 5_000, () => almostOne))).toEqual([10_000, 20_000]);
  });

  test('uses the whole reach, so that calls which failed together do not come back together', () => {
    const delays = Array.from({ length: 1_000 }, () => backoffMs(1, 5_000));
    expect(Math.min(...delays)).toBeLessThan(1_000);
    expect(Math.max(...delays)).toBeGreaterThan(9_000);
  });
});
