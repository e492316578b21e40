import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptSamples } from './kept-samples.ts';

const numbers = Float32Array.from({ length: 50 }, (_, i) => i);

test('gives the samples of its source, whatever was asked before', () => {
  const ranges = fc.array(fc.tuple(fc.nat(50), fc.nat(50)).map((pair) => pair.toSorted((a, b) => a - b)));
  fc.assert(
    fc.property(ranges, (asked) => {
      const kept = new KeptSamples(numbers);
      for (const [start, end] of asked) expect(kept.slice(start, end)).toEqual(numbers.slice(start, end));
    }),
  );
});

test('asks its source once for what two slices share', () => {
  const asked: [number, number][] = [];
  const kept = new KeptSamples({
    length: numbers.length,
    slice: (start, end) => {
      asked.push([start, end]);
      return numbers.slice(start, end);
    },
  });
  for (const [start, end] of [
    [0, 30],
    [12, 42],
    [20, 40],
    [45, 50],
  ]) {
    kept.slice(start, end);
  }
  expect(asked).toEqual([
    [0, 30],
    [30, 42],
    [45, 50],
  ]);
});
