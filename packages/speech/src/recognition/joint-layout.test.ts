import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractRow, interleaveLayers, toColumns } from './joint-layout.ts';

describe('toColumns', () => {
  test('puts time last, with zeros where a row has fewer frames', () => {
    const rows = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
    expect(Array.from(toColumns(rows, 2, 2))).toEqual([1, 3, 2, 4, 5, 0, 6, 0]);
  });
});

describe('interleaveLayers', () => {
  test('puts the rows of a layer side by side', () => {
    const rows = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
    expect(Array.from(interleaveLayers(rows, 2))).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  });

  test('is undone by extractRow, row by row', () => {
    const sizes = fc.record({ rows: fc.integer({ min: 1, max: 5 }), layers: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), ({ rows, layers }, hidden) => {
        const states = Array.from({ length: rows }, (_, row) =>
          Float32Array.from({ length: layers * hidden }, (__, i) => 100 * row + i),
        );
        const interleaved = interleaveLayers(states, hidden);
        states.forEach((state, row) => expect(extractRow(interleaved, row, rows, hidden)).toEqual(state));
      }),
    );
  });
});
