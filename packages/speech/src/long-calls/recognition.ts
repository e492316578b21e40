import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { readChunks } from './chunks.ts';
import { recognizerSampleRateHz } from '../audio/resample.ts';
import type { SampleSource } from '../audio/samples.ts';
import type { DecodedToken } from '../recognition/tdt-decoder.ts';
import type { Word } from '../recognition/words.ts';

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
  recognize(audio: SampleSource, options?: RecognizeOptions): Promise<Recognition>;
}

/** Recognises audio of any length chunk by chunk and puts the parts on one time line. */
export async function recognizeInChunks(
  audio: SampleSource,
  samplesPerFrame: number,
  recognizeChunk: (chunk: Float32Array) => Promise<Recognition>,
  signal?: AbortSignal,
): Promise<Recognition> {
  const words: Word[] = [];
  const tokens: DecodedToken[] = [];
  for (const { start, samples } of readChunks(audio, samplesPerFrame)) {
    // Silence needs no inference, which would let others have their turn: an abort must be heard, other calls go on.
    await yieldToEventLoop();
    signal?.throwIfAborted();
    const part = await recognizeChunk(samples);
    const seconds = start / recognizerSampleRateHz;
    const frames = start / samplesPerFrame;
    words.push(...part.words.map((word) => ({ ...word, start: word.start + seconds, end: word.end + seconds })));
    tokens.push(...part.tokens.map((token) => ({ ...token, frame: token.frame + frames })));
  }
  return { text: words.map((word) => word.word).join(' '), words, tokens };
}
