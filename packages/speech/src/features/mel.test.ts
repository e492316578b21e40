import { describe, expect, test } from 'vitest';
import { goldenCalls, maxDifference, readGolden, readGoldenArray } from '../../tests/_golden.ts';
import { buildMelFilterBank } from './mel-filter-bank.ts';
import { MelFrontEnd } from './mel.ts';

/** The second of audio the reference values below were computed from. */
const referenceSignal = Float32Array.from(
  { length: 16_000 },
  (_, n) =>
    0.3 * Math.sin((2 * Math.PI * 440 * n) / 16_000) +
    0.2 * Math.sin((2 * Math.PI * 1234.5 * n) / 16_000) +
    0.05 * (((7919 * n) % 1000) / 500 - 1),
);

// [mel bin, frame, log-mel, normalised], from a NeMo-compatible front end in single precision.
const references: Record<80 | 128, (readonly [number, number, number, number])[]> = {
  80: [
    [0, 0, -8.666937, 8.367756],
    [0, 1, -13.17479, 2.108506],
    [10, 0, -1.782322, -9.808243],
    [10, 50, -0.851234, 0.035782],
    [10, 99, -0.866619, -0.12688],
    [10, 100, -1.84943, 0],
    [40, 25, -7.607822, -1.236278],
    [79, 50, -5.136753, 0.749374],
    [79, 99, -5.198303, -0.465226],
  ],
  128: [
    [0, 0, -8.888663, 7.306024],
    [0, 1, -13.208357, 2.124421],
    [10, 0, -5.870471, 8.350526],
    [10, 50, -12.398995, -0.519495],
    [10, 99, -10.265926, 2.378614],
    [10, 100, -6.469793, 0],
    [64, 25, -8.461744, -1.539047],
    [127, 50, -4.714259, -1.199375],
    [127, 99, -4.581767, 1.05108],
  ],
};

/** What two correct front ends differ by when one of them works in single precision. */
const tolerance = 3e-4;

describe.each([80, 128] as const)('MelFrontEnd with %i bins', (melCount) => {
  const frontEnd = new MelFrontEnd(melCount);
  const logMel = frontEnd.computeLogMel(referenceSignal);
  const normalized = frontEnd.compute(referenceSignal);

  test.each(references[melCount])('agrees with the reference in bin %i of frame %i', (bin, frame, log, value) => {
    const cell = bin * logMel.frameCount + frame;
    expect(Math.abs(logMel.data[cell] - log)).toBeLessThan(tolerance);
    expect(Math.abs(normalized.data[cell] - value)).toBeLessThan(tolerance);
  });

  test('counts one frame for each 10 ms and one past the signal', () => {
    expect(normalized).toMatchObject({ melCount, frameCount: 101, validFrameCount: 100 });
  });
});

describe('MelFrontEnd', () => {
  test.each(goldenCalls)('agrees with the demo model on the call "%s"', (name) => {
    const features = new MelFrontEnd(readGolden(name).mel.shape[0]).compute(readGoldenArray(name, 'pcm16k'));
    const golden = readGoldenArray(name, 'mel');
    // Bins from 98 up hold no signal but the resampler's leakage, which rounding moves; the encoder ignores them.
    const heard = 98 * features.frameCount;
    expect(features.validFrameCount).toBe(readGolden(name).mel.length);
    expect(maxDifference(features.data.subarray(0, heard), golden.subarray(0, heard))).toBeLessThan(tolerance);
    expect(maxDifference(features.data, golden)).toBeLessThan(0.2);
  });

  test('gives the same features whatever it computed before', () => {
    const frontEnd = new MelFrontEnd(128);
    const first = frontEnd.compute(referenceSignal.subarray(0, 4000));
    frontEnd.compute(referenceSignal);
    expect(frontEnd.compute(referenceSignal.subarray(0, 4000))).toEqual(first);
  });

  test('gives finite features for digital silence', () => {
    const { data } = new MelFrontEnd(128).compute(new Float32Array(1600));
    expect(data.every((value) => value === 0)).toBe(true);
  });

  test('refuses audio without two frames', () => {
    const frontEnd = new MelFrontEnd(128);
    expect(() => frontEnd.compute(new Float32Array(319))).toThrow(RangeError);
    expect(frontEnd.compute(new Float32Array(320)).validFrameCount).toBe(2);
  });
});

describe('buildMelFilterBank', () => {
  test.each([
    { melCount: 80, sum: 2.5582607, firstRow: [0.02253456, 0.00863771], lastRowBins: [238, 255] },
    { melCount: 128, sum: 4.0904875, firstRow: [0.02837754], lastRowBins: [244, 255] },
  ])('matches librosa for $melCount bins', ({ melCount, sum, firstRow, lastRowBins }) => {
    const { firstBins, offsets, weights } = buildMelFilterBank(melCount);
    expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(sum, 6);
    expect(firstBins[0]).toBe(1);
    expect(offsets[1]).toBe(firstRow.length);
    firstRow.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 7));
    const lastRowLength = offsets[melCount] - offsets[melCount - 1];
    expect([firstBins[melCount - 1], firstBins[melCount - 1] + lastRowLength - 1]).toEqual(lastRowBins);
  });
});
