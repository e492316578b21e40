import { describe, expect, test } from 'vitest';
import { countFrames, frameSeconds, roundHalfToEven, windowStartFrame } from './frames.ts';

const second = 16_000;

describe('frames', () => {
  test.each([
    [1, 594],
    [2, 653],
    [21, 1779],
    [53, 3675],
    [0, 0],
  ])('%i windows a second apart cover %i frames', (windows, frames) => {
    expect(countFrames(windows, second)).toBe(frames);
  });

  test('windows begin at the closest frame', () => {
    expect([0, 1, 2, 3, 4].map((window) => windowStartFrame(window, second))).toEqual([0, 59, 119, 178, 237]);
  });

  test('a frame speaks of the middle of what it sees', () => {
    expect(frameSeconds(0)).toBe(0.03096875);
    expect(frameSeconds(589)).toBe(9.97034375);
  });

  test.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [2.4, 2],
    [2.6, 3],
  ])('rounds %d to %i', (value, rounded) => {
    expect(roundHalfToEven(value)).toBe(rounded);
  });
});
