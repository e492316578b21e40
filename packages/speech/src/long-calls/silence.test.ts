import { describe, expect, test } from 'vitest';
import { findSilenceLevel, isSilent } from './silence.ts';

const rate = 16_000;
const grid = 1280;

describe('isSilent', () => {
  test('takes the idle noise of a telephone line for silence and a short quiet word for speech', () => {
    const samples = Float32Array.from({ length: rate }, (_, n) => (n % 2 === 0 ? 8 : -8) / 32_768);
    expect(isSilent(samples, grid)).toBe(true);
    samples.fill(0.005, 6400, 8000);
    expect(isSilent(samples, grid)).toBe(false);
  });
});

describe('findSilenceLevel', () => {
  const speech = Array.from({ length: 90 }, () => 1e-2);

  test('is -60 dBFS on a clean line', () => {
    expect(findSilenceLevel(Float64Array.from([...speech, ...Array<number>(10).fill(1e-9)]))).toBe(1e-6);
  });

  test('rises with the noise of the line, to 6 dB above it', () => {
    expect(findSilenceLevel(Float64Array.from([...speech, ...Array<number>(10).fill(1e-5)]))).toBe(4e-5);
  });

  test('never rises to where somebody may be speaking', () => {
    expect(findSilenceLevel(Float64Array.from(speech))).toBe(1e-4);
  });
});
