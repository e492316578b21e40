import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowSamples } from './frames.ts';
import { countWindows, readWindows } from './windows.ts';

const second = 16_000;

describe('countWindows', () => {
  test.each([
    [0, 0],
    [1, 1],
    [windowSamples, 1],
    [windowSamples + 1, 2],
    [windowSamples + second, 2],
    [30 * second, 21],
    [61.3 * second, 53],
  ])('%d samples have %i windows', (samples, windows) => {
    expect(countWindows(samples, second)).toBe(windows);
  });
});

describe('readWindows', () => {
  test('gives what lies at the place of each window, and silence past the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.constantFrom(second, 40_000), (length, hop) => {
        const audio = Float32Array.from({ length }, (_, n) => n + 1);
        const windows = [...readWindows(audio, hop)];
        expect(windows).toHaveLength(countWindows(length, hop));
        windows.forEach((window, i) => {
          const expected = new Float32Array(windowSamples);
          expected.set(audio.slice(i * hop, i * hop + windowSamples));
          expect(Buffer.from(window.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('asks for each sample once, in order', () => {
    const asked: number[][] = [];
    const audio = {
      length: 200_000,
      slice(start: number, end: number): Float32Array {
        asked.push([start, end]);
        return new Float32Array(end - start);
      },
    };
    expect([...readWindows(audio, 2 * second)]).toHaveLength(3);
    expect(asked).toEqual([
      [0, 160_000],
      [160_000, 192_000],
      [192_000, 200_000],
    ]);
  });
});
