import { joinedAfter, textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { digitWords, indianScales, scaleWords, teenWords, tensWords } from './number-words.ts';

/** A number read from words, up to but without `end`. */
export interface NumberRead {
  readonly value: number;
  readonly end: number;
}

export interface Cardinal extends NumberRead {
  /** "two million": the number before a single scale that ends it, and the scale's word. */
  readonly round: { readonly lead: number; readonly scale: string } | null;
  /** Grouped by lakh and crore. */
  readonly isIndian: boolean;
  /** "a hundred", "thousand": no number is said before the scale. */
  readonly isBare: boolean;
}

/** 0 to 99 in words: "seven", "nineteen", "forty two". */
export function readBelowHundred(lexemes: readonly Lexeme[], at: number): NumberRead | undefined {
  const text = lexemes[at]?.text ?? '';
  const tens = tensWords.get(text);
  if (tens !== undefined) {
    const unit = digitWords.get(textAfter(lexemes, at)) ?? 0;
    return unit > 0 ? { value: tens + unit, end: at + 2 } : { value: tens, end: at + 1 };
  }
  const value = digitWords.get(text) ?? teenWords.get(text);
  return value === undefined ? undefined : { value, end: at + 1 };
}

/** 0 to 9999 in words: "two hundred and ten", "twelve hundred". A bare "hundred" is one of it. */
function readGroup(lexemes: readonly Lexeme[], at: number): NumberRead | undefined {
  const isBare = lexemes[at]?.text === 'hundred';
  const lead = isBare ? { value: 1, end: at } : readBelowHundred(lexemes, at);
  if (lead === undefined || !(isBare || isHundreds(lexemes, lead))) return lead;
  const hundreds = { value: lead.value * 100, end: lead.end + 1 };
  const rest = readBelowHundred(lexemes, afterAnd(lexemes, hundreds.end - 1, at));
  const isAnother = rest === undefined || rest.value === 0 || textAfter(lexemes, rest.end - 1) === 'hundred';
  return isAnother ? hundreds : { value: hundreds.value + rest.value, end: rest.end };
}

function isHundreds(lexemes: readonly Lexeme[], { value, end }: NumberRead): boolean {
  const canBeHundreds = (value > 0 && value < 10) || value % 10 !== 0;
  return canBeHundreds && textAfter(lexemes, end - 1) === 'hundred';
}

/**
 * Where a number may go on after the lexeme `at`: at the next one, or past an "and". "between one hundred and two
 * hundred" are two numbers.
 */
function afterAnd(lexemes: readonly Lexeme[], at: number, start: number): number {
  const next = joinedAfter(lexemes, at);
  if (next === undefined) return lexemes.length;
  const isAnd = next.text === 'and' && lexemes[at + 1]?.isJoined === true;
  return isAnd && textBefore(lexemes, start) !== 'between' ? at + 2 : at + 1;
}

/** A whole number in words, with scales up to a billion. Numerals count where a scale follows them. */
export function readCardinal(lexemes: readonly Lexeme[], at: number): Cardinal | undefined {
  const hasArticle = lexemes[at]?.text === 'a' && isScale(textAfter(lexemes, at));
  const first = hasArticle ? at + 1 : at;
  const groups = readScaledGroups(lexemes, first);
  const last = groups.at(-1);
  if (last === undefined) return undefined;
  return {
    value: groups.reduce((sum, { value, scale }) => sum + value * scale, 0),
    end: last.end,
    round: groups.length === 1 && last.word !== null ? { lead: last.value, scale: last.word } : null,
    isIndian: groups.some(({ word }) => word !== null && indianScales.has(word)),
    isBare: isScale(lexemes[first]?.text ?? ''),
  };
}

interface ScaledGroup extends NumberRead {
  readonly scale: number;
  readonly word: string | null;
}

/** "five thousand" and "two hundred": each smaller than the scale before it. */
function readScaledGroups(lexemes: readonly Lexeme[], first: number): ScaledGroup[] {
  const groups: ScaledGroup[] = [];
  for (let next = first; ;) {
    const last = groups.at(-1);
    const group = readScaledGroup(lexemes, next, last === undefined);
    if (group === undefined || group.value * group.scale >= (last?.scale ?? Infinity)) return groups;
    groups.push(group);
    if (group.word === null) return groups;
    next = afterAnd(lexemes, group.end - 1, first);
  }
}

function readScaledGroup(lexemes: readonly Lexeme[], at: number, isFirst: boolean): ScaledGroup | undefined {
  const group =
    readGroup(lexemes, at) ??
    readNumeral(lexemes, at) ??
    (isFirst && scaleWords.has(lexemes[at]?.text ?? '') ? { value: 1, end: at } : undefined);
  if (group === undefined) return undefined;
  const word = group.end === at ? (lexemes[at]?.text ?? '') : textAfter(lexemes, group.end - 1);
  const scale = scaleWords.get(word);
  if (scale === undefined) return isNumeral(lexemes, at) ? undefined : { ...group, scale: 1, word: null };
  return { value: group.value, end: group.end + 1, scale, word };
}

function readNumeral(lexemes: readonly Lexeme[], at: number): NumberRead | undefined {
  const text = lexemes[at]?.text ?? '';
  return /^\d{1,4}(\.\d{1,3})?$/.test(text) ? { value: Number(text), end: at + 1 } : undefined;
}

function isNumeral(lexemes: readonly Lexeme[], at: number): boolean {
  return /^\d/.test(lexemes[at]?.text ?? '');
}

function isScale(text: string): boolean {
  return text === 'hundred' || scaleWords.has(text);
}
