import { describe, expect, test } from 'vitest';
import { EmbeddingSession } from '../../src/diarization/embedding-session.ts';
import { framesPerWindow } from '../../src/diarization/frames.ts';
import type { MaskedFeatures } from '../../src/diarization/models.ts';
import { featuresPerWindow } from '../../src/diarization/window-features.ts';
import { graphPath, onCpu } from './_graphs.ts';

/** Features that are `offset` + the number of the frame in every bin. */
function featuresOf(offset: number): Float32Array {
  return Float32Array.from({ length: featuresPerWindow * 80 }, (_, i) => offset + Math.floor(i / 80));
}

/** A mask of the frames [from, to). */
function mask(from: number, to: number): Uint8Array {
  return new Uint8Array(framesPerWindow).fill(1, from, to);
}

const windows: MaskedFeatures[] = [
  { features: featuresOf(0), masks: [mask(0, 589), mask(0, 0)] },
  { features: featuresOf(5), masks: [mask(589 - 47, 589)] },
  { features: featuresOf(7), masks: [mask(0, 1), mask(0, 5), mask(0, 589)] },
];

async function embed(graph: string, isFixed: boolean): Promise<(number[] | null)[][]> {
  await using session = await EmbeddingSession.load(graphPath(graph), { size: 2, isFixed }, onCpu);
  const vectors = await session.embed(windows);
  return vectors.map((row) => row.map((vector) => (vector === null ? null : Array.from(vector))));
}

describe('EmbeddingSession', () => {
  test.each([false, true])(
    'gives weights at the rate that the graph pools, batches of one shape: %s',
    async (isFixed) => {
      // 125 frames: the last 47 of 589 are the last 9, the first 5 the first 2.
      expect(await embed('embedding-weights', isFixed)).toEqual([
        [
          [125, 0],
          [0, 0],
        ],
        [[9, 5]],
        [
          [1, 7],
          [2, 7],
          [125, 7],
        ],
      ]);
    },
  );

  test.each([false, true])(
    'describes the voices of a window in one pass, batches of one shape: %s',
    async (isFixed) => {
      expect(await embed('embedding-all-voices', isFixed)).toEqual([
        [
          [589, 0],
          [0, 0],
        ],
        [[47, 5]],
        [
          [1, 7],
          [5, 7],
          [589, 7],
        ],
      ]);
    },
  );

  test('gives a plain graph the frames of each voice, and none where they are too few', async () => {
    const vectors = await embed('embedding-plain', false);
    // The last 47 of 589 frames are the last 79 of 998.
    expect(vectors.map((row) => row.map((vector) => vector?.[79] ?? null))).toEqual([
      [(0 + 997) / 2, null],
      [5 + (919 + 997) / 2],
      [null, 7 + (0 + 8) / 2, 7 + (0 + 997) / 2],
    ]);
  });

  test('a voice is described by its own frames if they are enough for the graph', async () => {
    await using pooling = await EmbeddingSession.load(
      graphPath('embedding-weights'),
      { size: 1, isFixed: false },
      onCpu,
    );
    await using plain = await EmbeddingSession.load(graphPath('embedding-plain'), { size: 1, isFixed: false }, onCpu);
    expect([pooling.minCleanFrames, plain.minCleanFrames]).toEqual([2, 7]);
  });

  test('refuses a graph without features', async () => {
    const loading = EmbeddingSession.load(graphPath('segmentation-open'), { size: 1, isFixed: false }, onCpu);
    await expect(loading).rejects.toMatchObject({
      code: 'model_contract_mismatch',
      message: 'segmentation-open.onnx has no tensor "feats"; it has input_values.',
    });
  });
});
