import { readBelowHundred, readCardinal, type NumberRead } from './cardinal.ts';
import { joinedAfter, textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { readPair } from './number-pairs.ts';
import { monthOf, ordinalWords, tensWords } from './number-words.ts';
import type { Piece, Rule } from './phrase.ts';

/** Words that are months only where a day follows that cannot be anything else. */
const ambiguousMonths = new Set(['March', 'May']);

/** "march third", "march third twenty twenty six", "december twenty fifth". */
export const readMonthDay: Rule = ({ lexemes }, at) => {
  const month = monthOf(lexemes[at]?.text ?? '');
  if (month === undefined || joinedAfter(lexemes, at) === undefined) return undefined;
  const year = readYear(lexemes, at + 1);
  if (year !== undefined && !ambiguousMonths.has(month)) return [{ text: month, end: at + 1 }, year];
  const ordinal = readOrdinal(lexemes, at + 1);
  const day = ordinal ?? readDay(lexemes, at + 1);
  if (day === undefined) return undefined;
  const dayYear = readYearAfter(lexemes, day.end);
  if (ordinal === undefined && ambiguousMonths.has(month) && dayYear === undefined) return undefined;
  const first = { text: month, end: at + 1 };
  return dayYear === undefined
    ? [first, { text: String(day.value), end: day.end }]
    : [first, { text: `${day.value},`, end: day.end }, dayYear];
};

/** "third of march", "twenty first of june twenty twenty six". */
export const readDayOfMonth: Rule = ({ lexemes }, at) => {
  const day = readOrdinal(lexemes, at);
  if (day === undefined) return undefined;
  const hasOf = textAfter(lexemes, day.end - 1) === 'of';
  const monthAt = hasOf ? day.end + 1 : day.end;
  if (joinedAfter(lexemes, monthAt - 1) === undefined) return undefined;
  const month = monthOf(lexemes[monthAt]?.text ?? '');
  if (month === undefined) return undefined;
  const pieces: Piece[] = [{ text: month, end: monthAt + 1 }];
  if (hasOf) pieces.unshift({ text: 'of', end: day.end + 1 });
  const year = readYearAfter(lexemes, monthAt + 1);
  if (year !== undefined) pieces.push(year);
  return [{ text: `${day.value}${suffixOf(day.value)}`, end: day.end }, ...pieces];
};

const beforeYears = new Set(
  'in since year until till of by from late early spring summer fall autumn winter model'.split(' '),
);

/** "in twenty twenty six", "since nineteen ninety nine". */
export const readYearInContext: Rule = ({ lexemes }, at) => {
  if (!beforeYears.has(textBefore(lexemes, at))) return undefined;
  const year = readYear(lexemes, at);
  return year && [year];
};

function readYearAfter(lexemes: readonly Lexeme[], end: number): Piece | undefined {
  if (lexemes[end - 1]?.isLooselyJoined !== true) return undefined;
  const text = lexemes[end]?.text ?? '';
  return /^(19|20)\d\d$/.test(text) ? { text, end: end + 1 } : readYear(lexemes, end);
}

/** 1900 to 2099 in words: "twenty twenty six", "nineteen oh five", "two thousand and eight". */
function readYear(lexemes: readonly Lexeme[], at: number): Piece | undefined {
  const pair = readPair(lexemes, at);
  if (pair !== undefined && (pair.first === 19 || pair.first === 20)) return { text: pair.text, end: pair.end };
  const text = lexemes[at]?.text;
  if (text !== 'two' && text !== 'nineteen') return undefined;
  const whole = readCardinal(lexemes, at);
  const isYear = whole !== undefined && whole.value > 1900 && whole.value < 2100 && whole.value !== 2000;
  return isYear ? { text: String(whole.value), end: whole.end } : undefined;
}

function readDay(lexemes: readonly Lexeme[], at: number): NumberRead | undefined {
  const day = readBelowHundred(lexemes, at);
  return day !== undefined && day.value >= 1 && day.value <= 31 ? day : undefined;
}

/** 1 to 31 as an ordinal: "third", "twenty first", "thirtieth". */
export function readOrdinal(lexemes: readonly Lexeme[], at: number): NumberRead | undefined {
  const text = lexemes[at]?.text ?? '';
  const plain = ordinalWords.get(text);
  if (plain !== undefined) return { value: plain, end: at + 1 };
  const isHyphened = text.includes('-');
  const [tensWord = '', unitWord = ''] = isHyphened ? text.split('-') : [text, textAfter(lexemes, at)];
  const tens = tensWords.get(tensWord) ?? 0;
  const unit = ordinalWords.get(unitWord) ?? 10;
  const isDay = unit < 10 && (tens === 20 || (tens === 30 && unit === 1));
  return isDay ? { value: tens + unit, end: isHyphened ? at + 1 : at + 2 } : undefined;
}

function suffixOf(day: number): string {
  if (day > 10 && day < 20) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
