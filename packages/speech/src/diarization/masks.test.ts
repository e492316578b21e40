import { describe, expect, test } from 'vitest';
import { framesPerWindow } from './frames.ts';
import { listLocalVoices, resampleMask } from './masks.ts';

/** Spans of frames [from, to) of the three voices. */
function activityOf(...spans: (readonly [number, number] | undefined)[]): Uint8Array {
  const activity = new Uint8Array(framesPerWindow * 3);
  spans.forEach((span, speaker) => {
    if (span === undefined) return;
    for (let frame = span[0]; frame < span[1]; frame++) activity[frame * 3 + speaker] = 1;
  });
  return activity;
}

function framesOf(mask: Uint8Array): readonly [number, number, number] {
  return [mask.indexOf(1), mask.lastIndexOf(1) + 1, mask.reduce((sum, value) => sum + value, 0)];
}

describe('listLocalVoices', () => {
  test('leaves out who is silent, and the frames in which others speak', () => {
    const voices = listLocalVoices(activityOf([0, 100], undefined, [90, 200]), 2);
    expect(voices.map(({ speaker, mask }) => [speaker, ...framesOf(mask)])).toEqual([
      [0, 0, 90, 90],
      [2, 100, 200, 100],
    ]);
  });

  test.each([
    [3, [100, 103, 3]],
    [2, [90, 102, 12]],
  ])('with %i frames of its own, a voice is described by frames %j', (own, frames) => {
    const voices = listLocalVoices(activityOf([0, 100], [90, 100 + own]), 2);
    expect(framesOf(voices[1].mask)).toEqual(frames);
  });
});

describe('resampleMask', () => {
  test('takes the frame at or before each time, as the reference does from 589 to 125 frames', () => {
    const mask = Uint8Array.from({ length: 589 }, (_, i) => i % 256);
    const target = new Float32Array(125);
    resampleMask(mask, target);
    expect(Array.from(target.subarray(0, 6))).toEqual([0, 4, 9, 14, 18, 23]);
    expect(target[124]).toBe(584 % 256);
  });
});
