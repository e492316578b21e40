import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSilent, readChunks } from './chunks.ts';
import type { SampleSource } from '../audio/samples.ts';

const rate = 16_000;
const grid = 1280;

/** Noise of level 0.1 with pauses of 0.4 s around the given seconds. */
function buildSpeech(seconds: number, pausesAt: readonly number[]): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, n) =>
    pausesAt.some((at) => Math.abs(n / rate - at) < 0.2) ? 0 : (((n * 7919) % 1000) / 500 - 1) * 0.1,
  );
}

/** Where each chunk starts and ends. */
function planChunks(audio: SampleSource): { start: number; end: number }[] {
  return Array.from(readChunks(audio, grid), ({ start, samples }) => ({ start, end: start + samples.length }));
}

describe('readChunks', () => {
  test('leaves audio up to 30 s whole', () => {
    expect(planChunks(buildSpeech(30, [20]))).toEqual([{ start: 0, end: 30 * rate }]);
  });

  test('has nothing to recognise in no audio', () => {
    expect(planChunks(new Float32Array(0))).toEqual([]);
  });

  test('cuts in the pauses of longer audio', () => {
    const chunks = planChunks(buildSpeech(70, [5, 22, 44]));
    const cuts = chunks.slice(1).map(({ start }) => start / rate);
    expect(cuts).toHaveLength(2);
    expect(Math.abs(cuts[0] - 22)).toBeLessThan(0.1);
    expect(Math.abs(cuts[1] - 44)).toBeLessThan(0.1);
  });

  test('cuts silence as late as it may', () => {
    expect(planChunks(new Float32Array(40 * rate))[0]).toEqual({ start: 0, end: 30 * rate });
  });

  test('covers every sample once, in chunks of at most 30 s that begin on encoder frames', () => {
    const audio = fc.tuple(fc.integer({ min: 1, max: 100 * rate }), fc.array(fc.nat(100), { maxLength: 6 }));
    fc.assert(
      fc.property(audio, ([length, pauses]) => {
        const samples = buildSpeech(length / rate, pauses);
        const chunks = planChunks(samples);
        expect(chunks[0].start).toBe(0);
        expect(chunks.at(-1)?.end).toBe(samples.length);
        chunks.forEach(({ start, end }, i) => {
          expect(start % grid).toBe(0);
          expect(end).toBe(chunks[i + 1]?.start ?? samples.length);
          expect(end - start).toBeGreaterThan(0);
          expect(end - start).toBeLessThanOrEqual(30 * rate);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('readChunks of a long call', () => {
  test('asks for no more than a chunk and the pause after it at a time', () => {
    const asked: number[] = [];
    const twoHours: SampleSource = {
      length: 2 * 3600 * rate,
      slice(start, end) {
        asked.push(end - start);
        return new Float32Array(end - start);
      },
    };
    expect(planChunks(twoHours)).toHaveLength(240);
    expect(Math.max(...asked)).toBeLessThan(30.2 * rate);
  });

  test('gives each chunk the samples at its place', () => {
    const samples = buildSpeech(70, [5, 22, 44]);
    for (const chunk of readChunks(samples, grid)) {
      expect(chunk.samples).toEqual(samples.slice(chunk.start, chunk.start + chunk.samples.length));
    }
  });
});

describe('isSilent', () => {
  test('takes the idle noise of a telephone line for silence and a short quiet word for speech', () => {
    const samples = Float32Array.from({ length: rate }, (_, n) => (n % 2 === 0 ? 8 : -8) / 32_768);
    expect(isSilent(samples, grid)).toBe(true);
    samples.fill(0.005, 6400, 8000);
    expect(isSilent(samples, grid)).toBe(false);
  });
});
