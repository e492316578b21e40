import { readBelowHundred } from './cardinal.ts';
import { joinedAfter, textAfter, type Lexeme } from './lexemes.ts';
import { digitWords } from './number-words.ts';

/** Two numbers said one after the other that are written as one. */
export interface Pair {
  readonly text: string;
  readonly first: number;
  readonly second: number;
  readonly end: number;
}

/** "nineteen ninety nine", "twelve fifty", "ten oh five": two digits before and after the point. */
export function readPricePair(lexemes: readonly Lexeme[], at: number): Pair | undefined {
  const pair = readPair(lexemes, at);
  if (pair === undefined || pair.first < 10) return undefined;
  return { ...pair, text: `${pair.first}.${padded(pair.second)}` };
}

/** "one twenty", "three forty two": a hundred that nobody says. */
export function readUnitPair(lexemes: readonly Lexeme[], at: number): Pair | undefined {
  const pair = readPair(lexemes, at);
  if (pair === undefined || pair.first === 0 || pair.first > 9 || pair.second < 10) return undefined;
  return { ...pair, text: `${pair.first}${pair.second}` };
}

/** Any number below a hundred, then one of two digits: "two thirty", "nineteen eighty four", "five oh five". */
export function readPair(lexemes: readonly Lexeme[], at: number): Pair | undefined {
  const first = readBelowHundred(lexemes, at);
  if (first === undefined || joinedAfter(lexemes, first.end - 1) === undefined) return undefined;
  const second = readTwoDigits(lexemes, first.end);
  if (second === undefined || isFollowedByNumber(lexemes, second.end)) return undefined;
  return { text: `${first.value}${padded(second.value)}`, first: first.value, second: second.value, end: second.end };
}

function readTwoDigits(lexemes: readonly Lexeme[], at: number): { value: number; end: number } | undefined {
  if (/^(oh|o|zero)$/.test(lexemes[at]?.text ?? '')) {
    const digit = digitWords.get(textAfter(lexemes, at));
    return digit === undefined ? undefined : { value: digit, end: at + 2 };
  }
  const number = readBelowHundred(lexemes, at);
  return number !== undefined && number.value >= 10 ? number : undefined;
}

/** A longer row of numbers is no pair, and neither is one that a scale multiplies. */
function isFollowedByNumber(lexemes: readonly Lexeme[], end: number): boolean {
  const next = textAfter(lexemes, end - 1);
  return next === 'hundred' || next === 'thousand' || (next !== '' && readBelowHundred(lexemes, end) !== undefined);
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
