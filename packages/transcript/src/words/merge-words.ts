import type { Word } from '@callscript/contracts';

/** One word in the place of several: their time, and the confidence of the least certain. */
export function mergeWords(words: readonly Word[], text: string): Word {
  const confidences = words.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
  return {
    word: text,
    start: Math.min(...words.map(({ start }) => start)),
    end: Math.max(...words.map(({ end }) => end)),
    ...(confidences.length === 0 ? {} : { confidence: Math.min(...confidences) }),
  };
}
