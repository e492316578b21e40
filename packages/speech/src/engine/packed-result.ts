import type { RecognizedCall, Voice } from '@callscript/contracts';
import type { EngineMeta, EngineResult } from './engine-options.ts';

// A call of hours has tens of thousands of words. As objects they hold up the process that receives them for longer than it
// may be held; in columns they are read in a few milliseconds.

export interface PackedResult {
  readonly call: Omit<RecognizedCall, 'voices'>;
  readonly voices: readonly PackedVoice[];
  readonly meta: EngineMeta;
}

interface PackedVoice {
  readonly channel: Voice['channel'];
  readonly words: readonly string[];
  /** Start, end and confidence of each word; NaN where there is none. */
  readonly numbers: Float64Array;
}

export function packResult({ call: { voices, ...call }, meta }: EngineResult): PackedResult {
  return { call, voices: voices.map(packVoice), meta };
}

export function unpackResult({ call, voices, meta }: PackedResult): EngineResult {
  return { call: { ...call, voices: voices.map(unpackVoice) }, meta };
}

function packVoice({ channel, words }: Voice): PackedVoice {
  const numbers = new Float64Array(3 * words.length);
  words.forEach(({ start, end, confidence = Number.NaN }, i) => numbers.set([start, end, confidence], 3 * i));
  return { channel, words: words.map(({ word }) => word), numbers };
}

function unpackVoice({ channel, words, numbers }: PackedVoice): Voice {
  return {
    channel,
    words: words.map((word, i) => {
      const [start, end, confidence] = numbers.subarray(3 * i, 3 * i + 3);
      return Number.isNaN(confidence) ? { word, start, end } : { word, start, end, confidence };
    }),
  };
}
