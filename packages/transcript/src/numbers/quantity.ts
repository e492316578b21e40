import { readBelowHundred, readCardinal, type NumberRead } from './cardinal.ts';
import { joinedAfter, textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { digitWords, scaleWords } from './number-words.ts';
import type { Phrase } from './phrase.ts';

/** How much of something, as it is written: "1,200", "3.5", "2 million". */
export interface Quantity extends NumberRead {
  /** Digits, grouped. */
  readonly text: string;
  /** A round scale that stays a word, with the lexemes after `digitsEnd`. */
  readonly scale: string | null;
  readonly digitsEnd: number;
  /** "a hundred", "thousand": people write it in words unless a unit follows. */
  readonly isBare: boolean;
  /** Digits already. */
  readonly isNumeral: boolean;
}

const western = new Intl.NumberFormat('en-US');
const indian = new Intl.NumberFormat('en-IN');
const wordScales = new Set(['million', 'billion', 'lakh', 'lakhs', 'lac', 'crore', 'crores']);
/** "a couple hundred dollars" is no hundred dollars. */
const vague = new Set('couple few several of many some these those the multiple'.split(' '));

export function readQuantity(lexemes: readonly Lexeme[], at: number): Quantity | undefined {
  return readNumeral(lexemes, at) ?? readDecimal(lexemes, at) ?? readWhole(lexemes, at);
}

/** A quantity as words of the transcript. @param end where its unit ends, if that is not written out */
export function toPieces({ text, scale, digitsEnd, end: ownEnd }: Quantity, end: number = ownEnd): Phrase {
  return scale === null
    ? [{ text, end }]
    : [
        { text, end: digitsEnd },
        { text: scale, end },
      ];
}

function readWhole(lexemes: readonly Lexeme[], at: number): Quantity | undefined {
  const cardinal = readCardinal(lexemes, at);
  if (cardinal === undefined) return undefined;
  const { value, end, round, isIndian, isBare } = cardinal;
  if (isBare && vague.has(textBefore(lexemes, at))) return undefined;
  const common = { value, end, isBare: isBare && round !== null, isNumeral: false };
  if (round !== null && wordScales.has(round.scale)) {
    const text = western.format(round.lead);
    return end - at > 1 ? { ...common, text, scale: round.scale, digitsEnd: end - 1 } : undefined;
  }
  const isBareHundred = isBare && value === 100;
  return {
    ...common,
    isBare: common.isBare || isBareHundred,
    text: (isIndian ? indian : western).format(value),
    scale: null,
    digitsEnd: end,
  };
}

/** "three point five", "ninety nine point nine", "one point two million". */
function readDecimal(lexemes: readonly Lexeme[], at: number): Quantity | undefined {
  const whole = readBelowHundred(lexemes, at);
  if (whole === undefined || textAfter(lexemes, whole.end - 1) !== 'point') return undefined;
  const fraction = readFraction(lexemes, whole.end);
  if (fraction === undefined) return undefined;
  return withScale(lexemes, { text: `${whole.value}.${fraction.digits}`, end: fraction.end, isNumeral: false });
}

/** @param at of the "point" */
function readFraction(lexemes: readonly Lexeme[], at: number): { digits: string; end: number } | undefined {
  let digits = '';
  let end = at + 1;
  for (let digit; (digit = digitWords.get(textAfter(lexemes, end - 1))) !== undefined; end++) digits += digit;
  if (digits !== '') return { digits, end };
  const twoDigits = joinedAfter(lexemes, at) && readBelowHundred(lexemes, at + 1);
  return twoDigits && { digits: String(twoDigits.value), end: twoDigits.end };
}

/** "25", "1,200", "3.5", and with a scale "5 million"; not the end of a longer number. */
function readNumeral(lexemes: readonly Lexeme[], at: number): Quantity | undefined {
  const text = lexemes[at]?.text ?? '';
  if (!/^(0|[1-9]\d*|[1-9]\d{0,2}(,\d{2,3})+)(\.\d{1,3})?$/.test(text)) return undefined;
  if (textAfter(lexemes, at) === 'hundred' || /\d$/.test(textBefore(lexemes, at))) return undefined;
  return withScale(lexemes, { text, end: at + 1, isNumeral: true });
}

function withScale(
  lexemes: readonly Lexeme[],
  { text, end, isNumeral }: { text: string; end: number; isNumeral: boolean },
): Quantity {
  const scale = textAfter(lexemes, end - 1);
  const factor = scaleWords.get(scale) ?? 1;
  return {
    value: Number(text.replaceAll(',', '')) * factor,
    text,
    scale: factor === 1 ? null : scale,
    digitsEnd: end,
    end: factor === 1 ? end : end + 1,
    isBare: false,
    isNumeral,
  };
}
