import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { recognizerSampleRateHz } from '../audio/resample.ts';
import type { SampleSource } from '../audio/samples.ts';
import type { Word } from '../recognition/words.ts';
import { readChunks, type Chunk } from './chunks.ts';
import { joinWords } from './join-words.ts';

/** What turns chunks of 16 kHz samples in [-1, 1] into words; times from the start of each chunk. */
export interface ChunkRecognizer {
  /** 16 kHz samples to one encoder frame. */
  readonly samplesPerFrame: number;
  recognizeChunks(chunks: readonly Float32Array[]): Promise<readonly { readonly words: readonly Word[] }[]>;
}

/** Chunks handed over together, so that they can share batches: 2 MB of samples each. */
const chunksAtOnce = 4;

/**
 * Words of audio of any length, by start, times in seconds from its start. Memory does not grow with the length but for
 * the words. An abort is heard between groups of chunks.
 */
export async function recognizeLong(
  audio: SampleSource,
  recognizer: ChunkRecognizer,
  signal?: AbortSignal,
): Promise<Word[]> {
  const line = new WordLine();
  let added = Promise.resolve();
  for (const group of groupsOf(readChunks(audio, recognizer.samplesPerFrame), chunksAtOnce)) {
    // Skipping silence needs no inference, which would let others have their turn.
    await yieldToEventLoop();
    signal?.throwIfAborted();
    const heard = recognizer.recognizeChunks(group.map(({ samples }) => samples));
    // One group ahead: its features are made while an encoder in another thread still has the group before.
    const before = added;
    // In the order of the call, though a short group can be heard before the long one ahead of it.
    added = Promise.all([heard, before]).then(([results]) =>
      results.forEach(({ words }, i) => line.add(group[i], words)),
    );
    added.catch(() => {});
    await before;
  }
  await added;
  return line.finish();
}

/** Joins the words of chunks that come in order. */
class WordLine {
  /** Words that no later chunk can touch any more. */
  readonly #settled: Word[] = [];
  #open: readonly Word[] = [];
  #endSeconds = 0;

  add(chunk: Chunk, words: readonly Word[]): void {
    const offset = chunk.start / recognizerSampleRateHz;
    const moved = words.map((word) => ({ ...word, start: word.start + offset, end: word.end + offset }));
    if (offset < this.#endSeconds) {
      this.#open = joinWords(this.#open, moved, { seamStart: offset, seamEnd: this.#endSeconds });
    } else {
      this.#settled.push(...this.#open);
      this.#open = moved;
    }
    this.#endSeconds = offset + chunk.samples.length / recognizerSampleRateHz;
  }

  finish(): Word[] {
    return [...this.#settled, ...this.#open];
  }
}

function* groupsOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
