import { describe, expect, test } from 'vitest';
import { countFeatureFrames, KaldiFbank, melCount } from './kaldi-fbank.ts';

/** The second of audio that the reference values were computed from with torchaudio. */
const referenceSignal = Float32Array.from(
  { length: 16_000 },
  (_, n) =>
    0.3 * Math.sin((2 * Math.PI * 440 * n) / 16_000) +
    0.2 * Math.sin((2 * Math.PI * 1234.5 * n) / 16_000) +
    0.05 * (((7919 * n) % 1000) / 500 - 1),
);

function compute(samples: Float32Array): Float32Array {
  const frameCount = countFeatureFrames(samples.length);
  const features = new Float32Array(frameCount * melCount);
  new KaldiFbank().compute(samples, features, 0, frameCount);
  return features;
}

describe('KaldiFbank', () => {
  const features = compute(referenceSignal);

  test.each([
    { frame: 0, bin: 0, log: 12.77719, centred: 0.06058 },
    { frame: 0, bin: 10, log: 12.53644, centred: -0.25875 },
    { frame: 50, bin: 20, log: 14.0721, centred: -0.28656 },
    { frame: 97, bin: 79, log: 21.49835, centred: 0.00627 },
  ])('agrees with the reference in bin $bin of frame $frame', ({ frame, bin, log, centred }) => {
    const column = Array.from({ length: 98 }, (_, t) => features[t * melCount + bin]);
    const mean = column.reduce((sum, value) => sum + value) / column.length;
    // Two correct front ends differ by as much when one works in single precision.
    expect(Math.abs(column[frame] - log)).toBeLessThan(3e-4);
    expect(Math.abs(column[frame] - mean - centred)).toBeLessThan(3e-4);
  });

  test('has whole frames only', () => {
    expect([0, 399, 400, 559, 560, 16_000, 160_000].map(countFeatureFrames)).toEqual([0, 0, 1, 1, 2, 98, 998]);
  });

  test('gives the floor for silence', () => {
    const silence = compute(new Float32Array(400));
    expect(silence.every((value) => Math.abs(value - Math.log(2 ** -23)) < 1e-5)).toBe(true);
  });
});
