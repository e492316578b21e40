import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenCalls, maxDifference, readAll, readGoldenArray, readGoldenRecording } from '../../tests/_golden.ts';
import { resampleTo16k } from './resample.ts';

function buildSine(frequencyHz: number, sampleRateHz: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => Math.sin((2 * Math.PI * frequencyHz * n) / sampleRateHz));
}

/** Without the ends, where the filter reaches into the silence around the recording. */
function dropEnds(samples: Float32Array): Float32Array {
  return samples.subarray(200, samples.length - 200);
}

const rates = [8000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 48_000];

describe('resampleTo16k', () => {
  test.each(goldenCalls)('interpolates the telephone call "%s" as the reference does', async (name) => {
    const [samples] = (await readGoldenRecording(name)).channels;
    // Sums in double precision, so only the last bit of single precision may differ.
    expect(maxDifference(readAll(resampleTo16k(samples, 8000)), readGoldenArray(name, 'pcm16k'))).toBeLessThan(1e-6);
  });

  test('returns 16 kHz audio as it is', () => {
    const samples = buildSine(300, 16_000, 100);
    expect(resampleTo16k(samples, 16_000)).toBe(samples);
  });

  test.each(rates)('keeps a 1 kHz tone at %i Hz in pitch, level and place', (rate) => {
    const output = readAll(resampleTo16k(buildSine(1000, rate, rate / 4), rate));
    const expected = buildSine(1000, 16_000, output.length);
    expect(maxDifference(dropEnds(output), dropEnds(expected))).toBeLessThan(2e-3);
  });

  test.each(rates)('keeps a constant at %i Hz', (rate) => {
    const output = readAll(resampleTo16k(new Float32Array(rate / 4).fill(0.25), rate));
    expect(maxDifference(dropEnds(output), new Float32Array(output.length - 400).fill(0.25))).toBeLessThan(1e-7);
  });

  test.each([32_000, 44_100, 48_000])('keeps what lies above 8 kHz at %i Hz from folding back', (rate) => {
    const output = dropEnds(readAll(resampleTo16k(buildSine(10_000, rate, rate / 4), rate)));
    // -60 dB: the sidelobes of a Hann-windowed sinc.
    expect(Math.max(...output.map(Math.abs))).toBeLessThan(1e-3);
  });

  test('gives ceil(length x 16000 / rate) samples for every rate and length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8000, max: 48_000 }), fc.nat(50), (rate, length) => {
        expect(resampleTo16k(new Float32Array(length), rate)).toHaveLength(Math.ceil((length * 16_000) / rate));
      }),
      { numRuns: 15 },
    );
  });

  test('makes the same samples in parts as in one piece', () => {
    const part = fc.tuple(fc.constantFrom(...rates, 16_000), fc.nat(300), fc.nat(600), fc.nat(600));
    fc.assert(
      fc.property(part, ([rate, length, x, y]) => {
        const output = resampleTo16k(buildSine(440, rate, length), rate);
        const [start, end] = [x, y].map((at) => Math.min(at, output.length)).sort((a, b) => a - b);
        expect(output.slice(start, end)).toEqual(readAll(output).subarray(start, end));
      }),
      { numRuns: 200 },
    );
  });

  test.each([0, -8000, 8000.5, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => resampleTo16k(new Float32Array(1), rate)).toThrow(RangeError);
  });
});
