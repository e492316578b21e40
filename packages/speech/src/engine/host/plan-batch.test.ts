import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planBatch } from './plan-batch.ts';

const upTo =
  (budget: number) =>
  (rows: number, length: number): boolean =>
    rows * length <= budget;

describe('planBatch', () => {
  test('runs chunks of like length together, longest first', () => {
    expect(planBatch([90, 300, 100, 310, 95], upTo(1000))).toEqual([2, 4, 0]);
    expect(planBatch([300, 90, 100, 310, 95], upTo(1000))).toEqual([3, 0]);
  });

  test('takes no more than fit', () => {
    expect(planBatch([100, 100, 100, 100], upTo(300))).toEqual([0, 1, 2]);
  });

  test('runs a chunk alone that is too long for the budget', () => {
    expect(planBatch([500, 500], upTo(300))).toEqual([0]);
  });

  test('plans nothing where nothing waits', () => {
    expect(planBatch([], upTo(300))).toEqual([]);
  });

  test('the oldest chunk is always served, within the budget, with chunks at least 0.8 times as long as the longest', () => {
    const lengths = array(integer({ min: 10, max: 3000 }), { minLength: 1, maxLength: 40 });
    assert(
      property(lengths, integer({ min: 1, max: 20_000 }), (waiting, budget) => {
        const batch = planBatch(waiting, upTo(budget));
        const longest = waiting[batch[0]];
        expect(batch).toContain(0);
        expect(new Set(batch).size).toBe(batch.length);
        expect(batch.length === 1 || batch.length * longest <= budget).toBe(true);
        expect(batch.every((index) => waiting[index] <= longest && waiting[index] >= 0.8 * longest)).toBe(true);
      }),
    );
  });
});
