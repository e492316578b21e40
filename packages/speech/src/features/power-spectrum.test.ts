import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binCount, fftSize, PowerSpectrum } from './power-spectrum.ts';

function computePower(frame: Float64Array): Float64Array {
  const power = new Float64Array(binCount);
  new PowerSpectrum().compute(frame, power);
  return power;
}

function computeByDefinition(frame: Float64Array, bin: number): number {
  let re = 0;
  let im = 0;
  frame.forEach((value, n) => {
    re += value * Math.cos((2 * Math.PI * bin * n) / fftSize);
    im -= value * Math.sin((2 * Math.PI * bin * n) / fftSize);
  });
  return re * re + im * im;
}

const frames = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: fftSize, maxLength: fftSize })
  .map((values) => Float64Array.from(values));

describe('PowerSpectrum', () => {
  test('equals the definition of the Fourier transform in every bin', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const power = computePower(frame);
        for (let bin = 0; bin < binCount; bin++) expect(power[bin]).toBeCloseTo(computeByDefinition(frame, bin), 7);
      }),
      { numRuns: 3 },
    );
  });

  test('keeps the energy of the frame (Parseval)', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const power = computePower(frame);
        const energy = frame.reduce((sum, value) => sum + value * value, 0);
        const mirrored = power.reduce((sum, value, bin) => sum + (bin === 0 || bin === 256 ? value : 2 * value), 0);
        expect(mirrored / fftSize).toBeCloseTo(energy, 8);
      }),
    );
  });

  test('computes each frame alone', () => {
    const spectrum = new PowerSpectrum();
    const power = new Float64Array(binCount);
    spectrum.compute(new Float64Array(fftSize).fill(1), power);
    spectrum.compute(
      Float64Array.from({ length: fftSize }, (_, n) => (n === 0 ? 1 : 0)),
      power,
    );
    expect(Array.from(power)).toEqual(Array.from({ length: binCount }, () => 1));
  });
});
