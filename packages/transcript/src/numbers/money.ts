import { currencyAfter } from './currency.ts';
import { joinedAfter, textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { readPricePair, readUnitPair } from './number-pairs.ts';
import type { Piece, Reading, Rule } from './phrase.ts';
import { readQuantity, toPieces, type Quantity } from './quantity.ts';

/** "twenty five dollars", "five dollars and fifty cents", "two million dollars", "nineteen ninety nine dollars". */
export const readMoney: Rule = ({ lexemes }, at) => {
  const amount = readAmount(lexemes, at);
  const symbol = amount && currencyAfter(lexemes, amount.end);
  if (amount === undefined || symbol === undefined) return undefined;
  const end = amount.end + 1;
  const text = `${symbol}${amount.text}`;
  if (amount.scale !== null) return toPieces({ ...amount, text }, end);
  const cents = amount.text.includes('.') ? undefined : readCents(lexemes, end);
  return [{ text: `${text}${cents?.text ?? ''}`, end: cents?.end ?? end }];
};

function readAmount(lexemes: readonly Lexeme[], at: number): Quantity | undefined {
  const pair = readPricePair(lexemes, at) ?? readUnitPair(lexemes, at);
  if (pair === undefined) return readQuantity(lexemes, at);
  const { text, end } = pair;
  return { text, end, value: Number(text), scale: null, digitsEnd: end, isBare: false, isNumeral: false };
}

/** After the currency: "and fifty cents", "fifty cents", or a bare "ninety nine" with nothing counted by it. */
function readCents(lexemes: readonly Lexeme[], end: number): { text: string; end: number } | undefined {
  const hasAnd = textAfter(lexemes, end - 1) === 'and';
  const at = hasAnd ? end + 1 : end;
  const cents = joinedAfter(lexemes, at - 1) && readQuantity(lexemes, at);
  if (cents === undefined || cents.value > 99 || cents.text.includes('.')) return undefined;
  const isNamed = /^cents?$/.test(textAfter(lexemes, cents.end - 1));
  const isPrice = !hasAnd && !cents.isNumeral && cents.value >= 10 && isEndOfPrice(lexemes, cents.end);
  if (!isNamed && !isPrice) return undefined;
  return { text: `.${String(cents.value).padStart(2, '0')}`, end: isNamed ? cents.end + 1 : cents.end };
}

const afterPrice = new Set(['', 'a', 'an', 'per', 'each', 'and', 'or', 'plus', 'for', 'is', 'total', 'altogether']);

function isEndOfPrice(lexemes: readonly Lexeme[], end: number): boolean {
  return afterPrice.has(textAfter(lexemes, end - 1));
}

/** "five cents": digits for small ones too. */
export const readCoins: Rule = ({ lexemes }, at) => {
  const amount = readQuantity(lexemes, at);
  if (amount === undefined || amount.scale !== null) return undefined;
  if (!/^(cents?|paise|pence)$/.test(textAfter(lexemes, amount.end - 1))) return undefined;
  return [
    { text: amount.text, end: amount.end },
    { text: null, end: amount.end + 1 },
  ];
};

const perUnit = new Set(['a', 'per', 'each']);
const priceWords = new Set('cost costs price charge charges charged pay paid paying'.split(' '));
const afterPriceWords = new Set('of is was you me about for'.split(' '));

/** "nineteen ninety nine a month", "charges of twelve ninety nine": a price whose currency is not said. */
export const readBarePrice: Rule = (reading, at) => {
  const { lexemes } = reading;
  const pair = readPricePair(lexemes, at);
  if (pair === undefined || !(perUnit.has(textAfter(lexemes, pair.end - 1)) || isAfterPriceWord(lexemes, at))) {
    return undefined;
  }
  const price: Piece = { text: `${currencyOf(reading)}${pair.text}`, end: pair.end };
  return [price];
};

function isAfterPriceWord(lexemes: readonly Lexeme[], at: number): boolean {
  const before = textBefore(lexemes, at);
  return priceWords.has(before) || (afterPriceWords.has(before) && priceWords.has(textBefore(lexemes, at - 1)));
}

function currencyOf({ region }: Reading): string {
  return region === 'IN' ? '₹' : '$';
}
