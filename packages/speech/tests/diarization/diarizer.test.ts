import { describe, expect, test } from 'vitest';
import { Diarizer, type DiarizerParts } from '../../src/diarization/diarizer.ts';
import { framesPerWindow } from '../../src/diarization/frames.ts';

const second = 16_000;

/**
 * Models that hear a voice where samples are not 0 and know it by their value: 1 and 2 are two people, 3 both of them. The
 * vector of a voice points to the first or to the second axis.
 */
function scriptedModels(): DiarizerParts & { readonly windowsHeard: number[] } {
  const windowsHeard: number[] = [];
  return {
    windowsHeard,
    segmentation: {
      segment: async (windows) => {
        windowsHeard.push(windows.length);
        return windows.map((window) =>
          Uint8Array.from({ length: framesPerWindow * 3 }, (_, i) => {
            const value = window[Math.floor(i / 3) * 270 + 495];
            return i % 3 < 2 && (value & (1 << (i % 3))) > 0 ? 1 : 0;
          }),
        );
      },
    },
    embedding: {
      minCleanFrames: 2,
      // One voice has the window to itself and is that of its samples; of two, the first is the first person.
      embed: async (windows) => windows.map(({ masks }) => masks.map((_, voice) => axisOf(voice, masks.length))),
    },
  };
}

function axisOf(voice: number, voices: number): Float32Array {
  return voices === 1 || voice === 0 ? Float32Array.of(1, 0) : Float32Array.of(0, 1);
}

/** Stretches [value, seconds] one after the other. */
function audioOf(...stretches: (readonly [number, number])[]): Float32Array {
  const audio = new Float32Array(stretches.reduce((sum, [, seconds]) => sum + Math.round(seconds * second), 0));
  let start = 0;
  for (const [value, seconds] of stretches) {
    audio.fill(value, start, start + Math.round(seconds * second));
    start += Math.round(seconds * second);
  }
  return audio;
}

function roundTurns(turns: readonly { speaker: number; start: number; end: number }[]): number[][] {
  return turns.map(({ speaker, start, end }) => [speaker, Number(start.toFixed(1)), Number(end.toFixed(1))]);
}

describe('Diarizer', () => {
  test('tells who speaks when, with both voices where they overlap and one of them in the exclusive turns', async () => {
    const audio = audioOf([0, 0.5], [2, 3], [3, 1], [1, 3], [0, 1], [2, 3]);
    const { speakerCount, turns, exclusiveTurns } = await Diarizer.create(scriptedModels()).diarize(audio);
    expect(speakerCount).toBe(2);
    expect(roundTurns(turns)).toEqual([
      [0, 0.5, 4.5],
      [1, 3.5, 7.5],
      [0, 8.5, 11.5],
    ]);
    expect(roundTurns(exclusiveTurns)).toEqual([
      [0, 0.5, 3.5],
      [1, 3.5, 7.5],
      [0, 8.5, 11.5],
    ]);
  });

  test('no turn outlasts the audio', async () => {
    const { turns } = await Diarizer.create(scriptedModels()).diarize(audioOf([1, 4.2]));
    expect(turns).toEqual([{ speaker: 0, start: 0.03096875, end: 4.2 }]);
  });

  test.each([
    ['an empty recording', new Float32Array(0)],
    ['silence', new Float32Array(25 * second)],
  ])('%s has no speakers', async (_, audio) => {
    expect(await Diarizer.create(scriptedModels()).diarize(audio)).toEqual({
      speakerCount: 0,
      turns: [],
      exclusiveTurns: [],
    });
  });

  test('one speaker where at most one is asked for', async () => {
    const audio = audioOf([2, 3], [3, 1], [1, 3]);
    const { speakerCount, turns } = await Diarizer.create(scriptedModels()).diarize(audio, { maxSpeakers: 1 });
    expect(speakerCount).toBe(1);
    expect(roundTurns(turns)).toEqual([[0, 0, 7]]);
  });

  test('hands windows over in batches and hears an abort between them', async () => {
    const models = scriptedModels();
    await Diarizer.create({ ...models, batchSize: 3 }).diarize(audioOf([1, 16]));
    expect(models.windowsHeard).toEqual([3, 3, 1]);

    const controller = new AbortController();
    const aborting = scriptedModels();
    const diarizer = Diarizer.create({
      ...aborting,
      batchSize: 1,
      segmentation: {
        segment: async (windows) => {
          controller.abort(new Error('nobody waits'));
          return aborting.segmentation.segment(windows);
        },
      },
    });
    await expect(diarizer.diarize(audioOf([1, 60]), { signal: controller.signal })).rejects.toThrow('nobody waits');
    expect(aborting.windowsHeard).toEqual([1]);
  });

  test('does not start for a caller who is gone', async () => {
    const models = scriptedModels();
    const diarizing = Diarizer.create(models).diarize(audioOf([1, 5]), { signal: AbortSignal.abort() });
    await expect(diarizing).rejects.toThrow('aborted');
    expect(models.windowsHeard).toEqual([]);
  });
});
