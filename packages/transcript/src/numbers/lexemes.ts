import type { Word } from '@callscript/contracts';
import { plainForm, takeApart, type WrittenWord } from '../words/written-word.ts';
import { numberBelowHundred } from './number-words.ts';

/** What the grammar reads: a word, or one number of a hyphenated one. */
export interface Lexeme {
  /** Lower case, without punctuation around it. */
  readonly text: string;
  /** Index of its word. */
  readonly word: number;
  readonly endsWord: boolean;
  /** Punctuation written before and after it. */
  readonly opening: string;
  readonly closing: string;
  /** Nothing was written or waited for between it and the next: they may be one number. */
  readonly isJoined: boolean;
  /** As `isJoined`, but a comma may stand between them. */
  readonly isLooselyJoined: boolean;
}

/** No word that is written spans a longer pause: that is where segments may end. */
export const maxPauseSeconds = 0.8;

export function toLexemes(words: readonly Word[]): Lexeme[] {
  const written = words.map(({ word }, index) => takeApartAbbreviated(word, words[index + 1]?.word ?? ''));
  return words.flatMap((word, index) => {
    const { opening, core, closing } = written[index] as WrittenWord;
    const next = words[index + 1];
    const isNear = next !== undefined && next.start - word.end <= maxPauseSeconds;
    const isJoinedToNext = isNear && closing === '' && written[index + 1]?.opening === '';
    const isLooselyJoinedToNext = isNear && (closing === '' || closing === ',');
    const parts = splitNumber(plainForm(core));
    return parts.map((text, part) => {
      const endsWord = part === parts.length - 1;
      return {
        text,
        word: index,
        endsWord,
        opening: part === 0 ? opening : '',
        closing: endsWord ? closing : '',
        isJoined: !endsWord || isJoinedToNext,
        isLooselyJoined: !endsWord || isLooselyJoinedToNext,
      };
    });
  });
}

/** The full stop of "p.m." ends a sentence only where another one begins. */
function takeApartAbbreviated(word: string, next: string): WrittenWord {
  const { opening, core, closing } = takeApart(word);
  const isAbbreviated = closing.startsWith('.') && /^[ap]\.m$/i.test(core) && /^[a-z\d]/.test(next);
  return { opening, core, closing: isAbbreviated ? closing.slice(1) : closing };
}

/** "twenty-five" is two numbers; "co-pay" is one word. */
function splitNumber(core: string): string[] {
  if (!core.includes('-')) return [core];
  const parts = core.split('-');
  return parts.every((part) => numberBelowHundred(part) !== undefined || part === 'hundred') ? parts : [core];
}

/** The lexeme after `at`, if it may belong to the same number. */
export function joinedAfter(lexemes: readonly Lexeme[], at: number): Lexeme | undefined {
  return lexemes[at]?.isJoined === true ? lexemes[at + 1] : undefined;
}

/** The text of the lexeme after `at`, if it may belong to the same phrase; else ''. */
export function textAfter(lexemes: readonly Lexeme[], at: number): string {
  return joinedAfter(lexemes, at)?.text ?? '';
}

/** The text of the lexeme before `at`, if nothing is written or waited for between them; else ''. */
export function textBefore(lexemes: readonly Lexeme[], at: number): string {
  const before = lexemes[at - 1];
  return before?.isJoined === true ? before.text : '';
}
