import type { Word } from '@callscript/contracts';
import { mergeWords } from '../words/merge-words.ts';
import { isAfterEmailName } from './asked-for-email.ts';
import { readClockTime } from './clock-time.ts';
import { readDayOfMonth, readMonthDay, readYearInContext } from './date.ts';
import { readDigitRun } from './digit-runs.ts';
import { findEmails } from './email.ts';
import { readIdiom } from './idioms.ts';
import { toLexemes, type Lexeme } from './lexemes.ts';
import { readBarePrice, readCoins, readMoney } from './money.ts';
import { readPercent } from './percent.ts';
import { mayStartNumber } from './number-words.ts';
import type { Phrase, Piece, Rule } from './phrase.ts';
import { readPlainNumber } from './plain-number.ts';
import { readRange } from './ranges.ts';
import { guessRegion } from './region.ts';

/** The first that reads something at a place decides it. */
const rules: readonly Rule[] = [
  readIdiom,
  readMonthDay,
  readDayOfMonth,
  readYearInContext,
  readRange,
  readMoney,
  readCoins,
  readPercent,
  readBarePrice,
  readClockTime,
  readDigitRun,
  readPlainNumber,
];

/** "one zero zero dollars" is "100 dollars", and that is "$100"; nothing takes more steps than that. */
const maxRounds = 4;

/**
 * Numbers, money, times, dates, telephone numbers and e-mail addresses as people write them; all other words as they are.
 * Words keep their order, and each covers words that follow one another: it has their times and the least of their
 * confidences. What is written already stays, so that a second time changes nothing.
 *
 * @param words of one voice, by start
 */
export function writeNumbers(words: readonly Word[]): Word[] {
  let written = [...words];
  for (let round = 0; round < maxRounds; round++) {
    const next = writeOnce(written);
    const isDone = next.length === written.length && next.every(({ word }, i) => word === written[i]?.word);
    if (isDone) return written;
    written = next;
  }
  return written;
}

function writeOnce(words: readonly Word[]): Word[] {
  const lexemes = toLexemes(words);
  const reading = { lexemes, region: guessRegion(lexemes) };
  const emails = new Map(
    findEmails(lexemes, (at) => isAfterEmailName(lexemes, at)).map(({ start, text, end }) => [start, { text, end }]),
  );
  const written: Word[] = [];
  for (let at = 0; at < lexemes.length;) {
    const email = emails.get(at);
    const phrase: Phrase = (email && [email]) ?? readPhrase(reading, at) ?? [keepWord(lexemes, at)];
    for (const [i, piece] of phrase.entries()) {
      written.push(...writePiece(words, lexemes, at, piece, i < phrase.length - 1));
      at = piece.end;
    }
  }
  return written;
}

/** A phrase must end with a word: half of "twenty-five" is none. */
function readPhrase(reading: Parameters<Rule>[0], at: number): Phrase | undefined {
  if (!mayStartNumber(reading.lexemes[at]?.text ?? '')) return undefined;
  for (const rule of rules) {
    const phrase = rule(reading, at);
    if (phrase !== undefined && phrase.every(({ end }) => reading.lexemes[end - 1]?.endsWord === true)) return phrase;
  }
  return undefined;
}

function keepWord(lexemes: readonly Lexeme[], at: number): Piece {
  let end = at;
  while (lexemes[end]?.endsWord === false) end++;
  return { text: null, end: end + 1 };
}

/** Commas inside a phrase belong to how it was said; those that are written in it are its own. */
function writePiece(
  words: readonly Word[],
  lexemes: readonly Lexeme[],
  at: number,
  { text, end }: Piece,
  isInside: boolean,
): Word[] {
  const first = lexemes[at];
  const last = lexemes[end - 1];
  const covered = words.slice(first?.word, (last?.word ?? 0) + 1);
  if (text === null) return covered;
  const written = `${first?.opening ?? ''}${text}${isInside ? '' : (last?.closing ?? '')}`;
  const isSame = covered.length === 1 && covered[0]?.word === written;
  return isSame ? covered : [mergeWords(covered, written)];
}
