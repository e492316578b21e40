import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recognizeLong, type ChunkRecognizer } from './recognize-long.ts';
import type { Word } from '../recognition/words.ts';

const rate = 16_000;
const grid = 1280;
const wordSeconds = 0.3;

/** Speech in which the level of each 0.3 s names the word; without a pause anywhere. */
function speak(words: readonly number[]): Float32Array {
  const samples = new Float32Array(Math.round(words.length * wordSeconds * rate));
  words.forEach((word, i) => {
    const start = Math.round(i * wordSeconds * rate);
    const end = Math.round((i + 1) * wordSeconds * rate);
    for (let n = start; n < end; n++) samples[n] = (n % 2 === 0 ? 1 : -1) * (0.2 + word / 100);
  });
  return samples;
}

/** Reads the words back; of a word that is cut off at an edge it hears something else. */
const levelReader: ChunkRecognizer = {
  samplesPerFrame: grid,
  async recognizeChunks(chunks) {
    return chunks.map((samples) => ({ words: [...readLevels(samples)] }));
  },
};

function* readLevels(samples: Float32Array): Generator<Word> {
  const wordSamples = wordSeconds * rate;
  for (let start = 0; start < samples.length;) {
    const level = Math.abs(samples[start]);
    let end = start;
    while (end < samples.length && Math.abs(Math.abs(samples[end]) - level) < 1e-4) end += 1;
    const isWhole = end - start >= wordSamples - 2;
    const word = isWhole ? `w${Math.round((level - 0.2) * 100)}` : 'mumble';
    yield { word, start: start / rate, end: end / rate, confidence: 1 };
    start = end;
  }
}

describe('recognizeLong', () => {
  test('loses no word and says none twice in speech without a pause', async () => {
    // Neighbours differ, so that the reader sees where a word ends.
    const distinct = fc
      .array(fc.integer({ min: 1, max: 70 }), { minLength: 90, maxLength: 400 })
      .map((words) => words.filter((word, i) => word !== words[i - 1]));
    await fc.assert(
      fc.asyncProperty(distinct, async (words) => {
        const heard = await recognizeLong(speak(words), levelReader);
        expect(heard.map(({ word }) => word)).toEqual(words.map((word) => `w${word}`));
        heard.forEach((word, i) => expect(word.start).toBeCloseTo(i * wordSeconds, 2));
      }),
      { numRuns: 20 },
    );
  });

  test('hands one group of chunks over while another is recognised, and never more', async () => {
    let atOnce = 0;
    const depths: number[] = [];
    const counting: ChunkRecognizer = {
      samplesPerFrame: grid,
      async recognizeChunks(chunks) {
        depths.push((atOnce += 1));
        await setImmediate();
        await setImmediate();
        atOnce -= 1;
        return levelReader.recognizeChunks(chunks);
      },
    };
    const words = Array.from({ length: 1600 }, (_, i) => 1 + (i % 70));
    const heard = await recognizeLong(speak(words), counting);
    expect(heard.map(({ word }) => word)).toEqual(words.map((word) => `w${word}`));
    expect(depths.slice(0, 2)).toEqual([1, 2]);
    expect(Math.max(...depths)).toBe(2);
  });

  test('keeps the order of the words when a later group is recognised first', async () => {
    let waiting: (() => void) | undefined;
    const backwards: ChunkRecognizer = {
      samplesPerFrame: grid,
      async recognizeChunks(chunks) {
        if (waiting === undefined) await new Promise<void>((resolve) => (waiting = resolve));
        else void setImmediate().then(waiting);
        return levelReader.recognizeChunks(chunks);
      },
    };
    const words = Array.from({ length: 500 }, (_, i) => 1 + (i % 70));
    const heard = await recognizeLong(speak(words), backwards);
    expect(heard.map(({ word }) => word)).toEqual(words.map((word) => `w${word}`));
  });

  test('gives words the times of the whole call', async () => {
    const audio = new Float32Array(100 * rate);
    audio.set(speak([7, 8]), 80 * rate);
    const heard = await recognizeLong(audio, levelReader);
    expect(heard.filter(({ word }) => word === 'w7' || word === 'w8').map(({ start }) => start)).toEqual([
      expect.closeTo(80, 2),
      expect.closeTo(80.3, 2),
    ]);
  });

  test('stops before the next chunks when it is aborted', async () => {
    const controller = new AbortController();
    let groups = 0;
    const recognizer: ChunkRecognizer = {
      samplesPerFrame: grid,
      async recognizeChunks(chunks) {
        groups += 1;
        controller.abort(new Error('lease lost'));
        return chunks.map(() => ({ words: [] }));
      },
    };
    const audio = speak(Array.from({ length: 1000 }, (_, i) => (i % 50) + 1));
    await expect(recognizeLong(audio, recognizer, controller.signal)).rejects.toThrow('lease lost');
    expect(groups).toBe(1);
  });
});
