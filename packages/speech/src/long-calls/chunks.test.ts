import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChunks } from './chunks.ts';
import type { SampleSource } from '../audio/samples.ts';

const rate = 16_000;
const grid = 1280;

interface Quiet {
  readonly from: number;
  readonly to: number;
}

/** Noise of level 0.1 with silence in the given seconds. */
function buildSpeech(seconds: number, ...quiet: readonly Quiet[]): Float32Array {
  const samples = Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, n) => (((n * 7919) % 1000) / 500 - 1) * 0.1,
  );
  for (const { from, to } of quiet) samples.fill(0, Math.round(from * rate), Math.round(to * rate));
  return samples;
}

function pause(at: number): Quiet {
  return { from: at - 0.2, to: at + 0.2 };
}

/** Where each chunk starts and ends, in seconds. */
function planChunks(audio: SampleSource): { start: number; end: number }[] {
  return Array.from(readChunks(audio, grid), ({ start, samples }) => ({
    start: start / rate,
    end: (start + samples.length) / rate,
  }));
}

describe('readChunks', () => {
  test('leaves speech up to 30 s whole', () => {
    expect(planChunks(buildSpeech(30, pause(20)))).toEqual([{ start: 0, end: 30 }]);
  });

  test('has nothing to recognise in no audio and in silence', () => {
    expect(planChunks(new Float32Array(0))).toEqual([]);
    expect(planChunks(new Float32Array(100 * rate))).toEqual([]);
  });

  test('cuts longer speech in its pauses, without overlap', () => {
    const chunks = planChunks(buildSpeech(70, pause(5), pause(22), pause(44)));
    expect(chunks).toHaveLength(3);
    expect(Math.abs(chunks[1].start - 22)).toBeLessThan(0.1);
    expect(Math.abs(chunks[2].start - 44)).toBeLessThan(0.1);
    expect(chunks.slice(1).map(({ start }) => start)).toEqual(chunks.slice(0, -1).map(({ end }) => end));
  });

  test('overlaps chunks by 4 s where nobody pauses', () => {
    const [first, second] = planChunks(buildSpeech(50));
    expect(first.end).toBeLessThanOrEqual(30);
    expect(first.end - second.start).toBeCloseTo(4, 1);
  });

  test('leaves out long silence but for half a second around what is said', () => {
    const chunks = planChunks(buildSpeech(60, { from: 0, to: 20 }, { from: 28, to: 50 }, { from: 57, to: 60 }));
    expect(chunks).toHaveLength(2);
    expect(chunks[0].start).toBeCloseTo(19.5, 0);
    expect(chunks[0].end).toBeCloseTo(28.5, 0);
    expect(chunks[1].start).toBeCloseTo(49.5, 0);
  });

  test('gives a short word at least 5 s, because features are scaled by their chunk', () => {
    const [only] = planChunks(buildSpeech(30, { from: 0.5, to: 30 }));
    expect(only.end - only.start).toBeGreaterThanOrEqual(5);
  });

  test('covers all that is not silent in order, in chunks of at most 30 s that begin on encoder frames', () => {
    const quiet = fc
      .tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0.1, max: 40, noNaN: true }))
      .map(([from, length]) => ({ from, to: from + length }));
    const calls = fc.tuple(fc.integer({ min: 1, max: 100 * rate }), fc.array(quiet, { maxLength: 4 }));
    fc.assert(
      fc.property(calls, ([length, silences]) => {
        const samples = buildSpeech(length / rate, ...silences);
        const covered = new Uint8Array(length);
        let previousStart = -1;
        for (const chunk of readChunks(samples, grid)) {
          expect(chunk.start % grid).toBe(0);
          expect(chunk.start).toBeGreaterThan(previousStart);
          expect(chunk.samples.length).toBeLessThanOrEqual(30 * rate);
          expect(chunk.samples).toEqual(samples.subarray(chunk.start, chunk.start + chunk.samples.length));
          covered.fill(1, chunk.start, chunk.start + chunk.samples.length);
          previousStart = chunk.start;
        }
        const missed = samples.findIndex((sample, n) => sample !== 0 && covered[n] === 0);
        expect(missed).toBe(-1);
      }),
      { numRuns: 25 },
    );
  });

  test('asks for no more than a chunk and the pause after it at a time', () => {
    const asked: number[] = [];
    const speech = buildSpeech(31);
    const twoHours: SampleSource = {
      length: 2 * 3600 * rate,
      slice(start, end) {
        asked.push(end - start);
        return speech.subarray(0, end - start);
      },
    };
    expect(planChunks(twoHours).length).toBeGreaterThan(240);
    expect(Math.max(...asked)).toBeLessThan(30.2 * rate);
  });
});
