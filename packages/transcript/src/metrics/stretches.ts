import type { Word } from '@callscript/contracts';
import { isBackchannel } from './backchannel.ts';
import { breathSeconds } from './constants.ts';
import { plainWord } from './plain-word.ts';
import type { Span } from './spans.ts';

/** What one side says without more than a breath in between. */
export interface Stretch extends Span {
  readonly isBackchannel: boolean;
}

/** @param words of one side, in any order */
export function buildStretches(words: readonly Word[]): Stretch[] {
  const stretches: { start: number; end: number; words: Word[] }[] = [];
  for (const word of words.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last !== undefined && word.start - last.end <= breathSeconds) {
      last.end = Math.max(last.end, word.end);
      last.words.push(word);
    } else {
      stretches.push({ start: word.start, end: Math.max(word.start, word.end), words: [word] });
    }
  }
  return stretches.map(({ start, end, words: said }) => ({
    start,
    end,
    isBackchannel: isBackchannel(said.map(({ word }) => plainWord(word)).filter((word) => word !== '')),
  }));
}
