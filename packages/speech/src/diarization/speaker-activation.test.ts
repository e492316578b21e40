import { describe, expect, test } from 'vitest';
import { framesPerWindow } from './frames.ts';
import { sumActivations } from './speaker-activation.ts';

const second = 16_000;
const everybody = new Uint8Array(framesPerWindow * 3).fill(1);

function rowOf(activations: Uint16Array, frame: number, speakerCount: number): number[] {
  return Array.from(activations.subarray(frame * speakerCount, (frame + 1) * speakerCount));
}

describe('sumActivations', () => {
  test('counts the windows that hear a speaker in a frame', () => {
    const voices = [
      { window: 0, local: 0, speaker: 0 },
      { window: 0, local: 1, speaker: 1 },
      { window: 1, local: 2, speaker: 1 },
    ];
    const activations = sumActivations([everybody, everybody], voices, 2, second);
    expect([0, 58, 59, 588, 589, 647, 648].map((frame) => rowOf(activations, frame, 2))).toEqual([
      [1, 1],
      [1, 1],
      [1, 2],
      [1, 2],
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  test('two voices of a window that belong to one speaker count once', () => {
    const voices = [0, 1].map((local) => ({ window: 0, local, speaker: 0 }));
    expect(rowOf(sumActivations([everybody], voices, 1, second), 100, 1)).toEqual([1]);
  });
});
