import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameSeconds } from './frames.ts';
import { Pace } from './pace.ts';
import { buildTurns } from './turns.ts';

/** Rows of activations, one a frame, and the count of each frame. */
async function build(
  rows: number[][],
  counts: number[],
  { mostAtOnce = Infinity, endSeconds = 1000 } = {},
): Promise<number[][]> {
  const speakerCount = rows[0].length;
  const options = { speakerCount, mostAtOnce, endSeconds };
  const turns = await buildTurns(Uint16Array.from(rows.flat()), Uint8Array.from(counts), options, new Pace());
  return turns.map(({ speaker, start, end }) => [speaker, start, end]);
}

describe('buildTurns', () => {
  test('a voice that speaks through one window has one turn, from middle to middle of frames', async () => {
    const rows = Array.from({ length: 594 }, (_, frame) => [frame < 589 ? 1 : 0]);
    const counts = rows.map(([active]) => active);
    expect(await build(rows, counts)).toEqual([[0, 0.03096875, 9.97034375]]);
  });

  test('those whom most windows hear speak, the first of equals', async () => {
    const rows = [
      [1, 3],
      [2, 2],
      [5, 4],
      [0, 0],
    ];
    expect(await build(rows, [1, 1, 2, 0])).toEqual([
      [1, frameSeconds(0), frameSeconds(1)],
      [0, frameSeconds(1), frameSeconds(3)],
      [1, frameSeconds(2), frameSeconds(3)],
    ]);
  });

  test('with one at a time, the other voice waits', async () => {
    const rows = [
      [3, 1],
      [3, 2],
      [2, 3],
      [0, 0],
    ];
    expect(await build(rows, [1, 2, 2, 0], { mostAtOnce: 1 })).toEqual([
      [0, frameSeconds(0), frameSeconds(2)],
      [1, frameSeconds(2), frameSeconds(3)],
    ]);
  });

  test('a turn still going on ends with the last frame, and none outlasts the audio', async () => {
    expect(await build([[1], [1], [1]], [1, 1, 1])).toEqual([[0, frameSeconds(0), frameSeconds(2)]]);
    expect(await build([[1], [1], [1]], [1, 1, 1], { endSeconds: 0.04 })).toEqual([[0, frameSeconds(0), 0.04]]);
    expect(await build([[0], [1], [1]], [0, 1, 1], { endSeconds: 0.04 })).toEqual([]);
  });

  test('no more speak than there are', async () => {
    expect(await build([[1], [0]], [2, 0])).toEqual([[0, frameSeconds(0), frameSeconds(1)]]);
  });

  test('in each frame as many speak as the count says', async () => {
    const frame = fc.tuple(fc.array(fc.nat(10), { minLength: 3, maxLength: 3 }), fc.nat(4));
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 40 }), async (frames) => {
        const turns = await buildTurns(
          Uint16Array.from(frames.flatMap(([row]) => row)),
          Uint8Array.from(frames.map(([, count]) => count)),
          { speakerCount: 3, mostAtOnce: Infinity, endSeconds: 1000 },
          new Pace(),
        );
        frames.slice(0, -1).forEach(([, count], i) => {
          const time = frameSeconds(i);
          const speaking = turns.filter(({ start, end }) => start <= time && time < end);
          expect(speaking).toHaveLength(Math.min(3, count));
        });
      }),
    );
  });
});
