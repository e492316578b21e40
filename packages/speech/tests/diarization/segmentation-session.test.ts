import path from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, test } from 'vitest';
import { windowSamples } from '../../src/diarization/frames.ts';
import { SegmentationSession } from '../../src/diarization/segmentation-session.ts';
import { graphPath, onCpu } from './_graphs.ts';

const batch = { size: 2, isFixed: false };

/** The graphs of these tests take the first samples of a window as its scores: class `k` wins in the first frame. */
function windowOf(k: number): Float32Array {
  const window = new Float32Array(windowSamples);
  window[k] = 1;
  return window;
}

describe('SegmentationSession', () => {
  test.each([
    { graph: 'segmentation-open', isFixed: false },
    { graph: 'segmentation-open', isFixed: true },
    { graph: 'segmentation-fixed-batch', isFixed: false },
  ])('$graph, batches of one shape: $isFixed: each window has its own answer', async ({ graph, isFixed }) => {
    await using session = await SegmentationSession.load(graphPath(graph), { size: 2, isFixed }, onCpu);
    const activities = await session.segment([1, 2, 5, 0, 6].map(windowOf));
    expect(activities.map((activity) => Array.from(activity.subarray(0, 3)))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
      [0, 0, 0],
      [0, 1, 1],
    ]);
    expect(activities.every((activity) => activity.length === 589 * 3)).toBe(true);
    expect(await session.segment([])).toEqual([]);
  });

  test.each([
    ['embedding-plain', 'has no tensor "x"; it has feats'],
    ['no-such-graph', 'cannot be loaded'],
  ])('refuses %s', async (graph, reason) => {
    await expect(SegmentationSession.load(graphPath(graph), batch, onCpu)).rejects.toThrow(reason);
  });

  test('refuses a graph of another kind by name and shape', async () => {
    const encoder = path.join(modelDirectory, 'encoder-model.int8.onnx');
    await expect(SegmentationSession.load(encoder, batch, onCpu)).rejects.toMatchObject({
      code: 'model_contract_mismatch',
    });
  });

  test('refuses scores of another shape than the graph lets one expect', async () => {
    await using session = await SegmentationSession.load(graphPath('segmentation-wrong-frames'), batch, onCpu);
    await expect(session.segment([windowOf(0)])).rejects.toThrow(
      'segmentation-wrong-frames.onnx gives scores of shape [1, 500, 7] for 1 windows.',
    );
  });
});
