import { planChunks } from './chunks.ts';
import { recognizerSampleRateHz } from './resample.ts';
import type { DecodedToken } from './tdt-decoder.ts';
import type { Word } from './words.ts';

export interface Recognition {
  readonly text: string;
  readonly words: readonly Word[];
  /** Frames count from the start of the audio. */
  readonly tokens: readonly DecodedToken[];
}

export interface RecognizeOptions {
  /** Stops before the next chunk of 30 s. */
  readonly signal?: AbortSignal | undefined;
}

/** Something that turns 16 kHz samples in [-1, 1] into words. */
export interface SpeechRecognizer {
  recognize(samples: Float32Array, options?: RecognizeOptions): Promise<Recognition>;
}

/** Recognises audio of any length chunk by chunk and puts the parts on one time line. */
export async function recognizeInChunks(
  samples: Float32Array,
  samplesPerFrame: number,
  recognizeChunk: (chunk: Float32Array) => Promise<Recognition>,
  signal?: AbortSignal,
): Promise<Recognition> {
  const words: Word[] = [];
  const tokens: DecodedToken[] = [];
  for (const { start, end } of planChunks(samples, samplesPerFrame)) {
    signal?.throwIfAborted();
    const part = await recognizeChunk(samples.subarray(start, end));
    const seconds = start / recognizerSampleRateHz;
    const frames = start / samplesPerFrame;
    words.push(...part.words.map((word) => ({ ...word, start: word.start + seconds, end: word.end + seconds })));
    tokens.push(...part.tokens.map((token) => ({ ...token, frame: token.frame + frames })));
  }
  return { text: words.map((word) => word.word).join(' '), words, tokens };
}
