import { joinedAfter, textAfter, type Lexeme } from './lexemes.ts';
import { currencyAfter } from './currency.ts';
import { endOfPercent } from './percent.ts';
import type { Phrase, Rule } from './phrase.ts';
import { readQuantity, toPieces, type Quantity } from './quantity.ts';

/**
 * "ten to fifteen", "five or ten dollars", "two to three percent", "two to three million": both sides in one style. Small
 * numbers without a unit stay words, "two to three weeks", and so do those that share a scale, "two to three hundred".
 */
export const readRange: Rule = ({ lexemes }, at) => {
  const low = readQuantity(lexemes, at);
  if (low === undefined || low.scale !== null || low.isBare) return undefined;
  const link = textAfter(lexemes, low.end - 1);
  if (!/^(to|or)$/.test(link) || joinedAfter(lexemes, low.end) === undefined) return undefined;
  const high = readQuantity(lexemes, low.end + 1);
  if (high === undefined || high.isBare) return undefined;
  const isShared = low.value < 10 && /^(hundred|thousand)$/.test(lexemes[high.end - 1]?.text ?? '');
  return isShared ? [{ text: null, end: high.end }] : writeRange(lexemes, low, high);
};

function writeRange(lexemes: readonly Lexeme[], low: Quantity, high: Quantity): Phrase | undefined {
  const link = { text: null, end: low.end + 1 };
  const symbol = currencyAfter(lexemes, high.end);
  if (symbol !== undefined) {
    return [
      { text: `${symbol}${low.text}`, end: low.end },
      link,
      ...toPieces({ ...high, text: `${symbol}${high.text}` }, high.end + 1),
    ];
  }
  const percentEnd = high.scale === null ? endOfPercent(lexemes, high.end) : undefined;
  if (percentEnd !== undefined) {
    return [{ text: low.text, end: low.end }, link, { text: `${high.text}%`, end: percentEnd }];
  }
  const isSmall = low.value < 10 && high.value < 10;
  if (isSmall || (low.isNumeral && high.isNumeral)) return undefined;
  return [{ text: low.text, end: low.end }, link, ...toPieces(high)];
}
