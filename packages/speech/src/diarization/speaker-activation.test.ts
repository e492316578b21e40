import { describe, expect, test } from 'vitest';
import { framesPerWindow } from './frames.ts';
import { Pace } from './pace.ts';
import { sumActivations, type AssignedVoice } from './speaker-activation.ts';

const second = 16_000;
const everybody = new Uint8Array(framesPerWindow * 3).fill(1);

async function sum(activities: Uint8Array[], voices: AssignedVoice[], speakerCount: number): Promise<Uint16Array> {
  return sumActivations(activities, voices, { speakerCount, hopSamples: second }, new Pace());
}

function rowOf(activations: Uint16Array, frame: number, speakerCount: number): number[] {
  return Array.from(activations.subarray(frame * speakerCount, (frame + 1) * speakerCount));
}

describe('sumActivations', () => {
  test('counts the windows that hear a speaker in a frame', async () => {
    const voices = [
      { window: 0, local: 0, speaker: 0 },
      { window: 0, local: 1, speaker: 1 },
      { window: 1, local: 2, speaker: 1 },
    ];
    const activations = await sum([everybody, everybody], voices, 2);
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

  test('two voices of a window that belong to one speaker count once', async () => {
    const voices = [0, 1].map((local) => ({ window: 0, local, speaker: 0 }));
    expect(rowOf(await sum([everybody], voices, 1), 100, 1)).toEqual([1]);
  });
});
