import { describe, expect, test } from 'vitest';
import { featuresPerWindow, WindowFeatures } from './window-features.ts';
import { readWindows } from './windows.ts';

const second = 16_000;
const audio = Float32Array.from({ length: 15 * second + 77 }, (_, n) => Math.sin(n * n * 1e-5) * Math.cos(n / 40_000));

function areEqual(actual: Float32Array, expected: Float32Array): boolean {
  return Buffer.from(actual.buffer).equals(Buffer.from(expected.buffer));
}

describe('WindowFeatures', () => {
  test.each([second, 2 * second, 2.5 * second])('gives with windows %d samples apart what each gives alone', (hop) => {
    const features = new WindowFeatures(hop);
    [...readWindows(audio, hop)].forEach((window, i) => {
      expect(areEqual(features.compute(window, i), new WindowFeatures(hop).compute(window, 0))).toBe(true);
    });
  });

  test('may leave windows out', () => {
    const windows = [...readWindows(audio, second)];
    const features = new WindowFeatures(second);
    features.compute(windows[0], 0);
    expect(areEqual(features.compute(windows[4], 4), new WindowFeatures(second).compute(windows[4], 0))).toBe(true);
  });

  test('centres each bin over the whole window', () => {
    const [window] = readWindows(audio, second);
    const features = new WindowFeatures(second).compute(window, 0);
    expect(features).toHaveLength(998 * 80);
    for (const bin of [0, 41, 79]) {
      let sum = 0;
      for (let t = 0; t < featuresPerWindow; t++) sum += features[t * 80 + bin];
      expect(Math.abs(sum / featuresPerWindow)).toBeLessThan(1e-4);
    }
  });

  test('refuses windows that do not share frames', () => {
    expect(() => new WindowFeatures(16_001)).toThrow(RangeError);
  });
});
