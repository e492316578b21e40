import { describe, expect, test } from 'vitest';
import { framesPerWindow } from './frames.ts';
import { decodePowerset, powersetClasses } from './powerset.ts';

function decodeFirst(...firstFrames: number[][]): number[][] {
  const scores = new Float32Array(framesPerWindow * powersetClasses);
  scores.set(firstFrames.flat());
  const activity = decodePowerset(scores);
  return firstFrames.map((_, frame) => Array.from(activity.subarray(frame * 3, frame * 3 + 3)));
}

describe('decodePowerset', () => {
  test('gives the speakers of the best class in each frame', () => {
    const identity = Array.from({ length: 7 }, (_, k) => Array.from({ length: 7 }, (__, i) => (i === k ? -0.1 : -5)));
    expect(decodeFirst(...identity)).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
      [1, 0, 1],
      [0, 1, 1],
    ]);
  });

  test('takes the first of equal classes', () => {
    expect(decodeFirst([-3, -1, -1, -3, -3, -3, -1])).toEqual([[1, 0, 0]]);
  });
});
