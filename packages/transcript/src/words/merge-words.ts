import type { Word } from '@callscript/contracts';

/** One word in the place of several: their time, and the confidence of the least certain. */
export function mergeWords(words: readonly Word[], text: string): Word {
  const confidences = words.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
  return {
    word: text,
    start: words.reduce((first, { start }) => Math.min(first, start), Infinity),
    end: words.reduce((last, { end }) => Math.max(last, end), 0),
    ...(confidences.length === 0 ? {} : { confidence: Math.min(...confidences) }),
  };
}
