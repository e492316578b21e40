import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignColumns } from './assignment.ts';

function sumOf(weights: Float64Array, columns: number, choice: ArrayLike<number>): number {
  return Array.from(choice, (column, row) => weights[row * columns + column]).reduce((sum, weight) => sum + weight, 0);
}

/** Every way to give each row its own column. */
function* listChoices(rows: number, columns: number): Generator<number[]> {
  if (rows === 0) return yield [];
  for (const choice of listChoices(rows - 1, columns)) {
    for (let column = 0; column < columns; column++) if (!choice.includes(column)) yield [...choice, column];
  }
}

describe('assignColumns', () => {
  test('gives up the best for one row where that is better for all', () => {
    expect(Array.from(assignColumns(Float64Array.of(9, 8, 8, 1), 2, 2))).toEqual([1, 0]);
  });

  test('no choice has a greater sum', () => {
    const cases = fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }))
      .chain(([rows, more]) =>
        fc.tuple(
          fc.constant(rows),
          fc.constant(rows + more),
          fc.array(fc.nat(50), { minLength: rows * (rows + more), maxLength: rows * (rows + more) }),
        ),
      );
    fc.assert(
      fc.property(cases, ([rows, columns, values]) => {
        const weights = Float64Array.from(values);
        const found = assignColumns(weights, rows, columns);
        expect(new Set(found).size).toBe(rows);
        const best = Math.max(...[...listChoices(rows, columns)].map((choice) => sumOf(weights, columns, choice)));
        expect(sumOf(weights, columns, found)).toBe(best);
      }),
    );
  });
});
