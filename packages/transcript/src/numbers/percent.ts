import { textAfter, type Lexeme } from './lexemes.ts';
import type { Rule } from './phrase.ts';
import { readQuantity } from './quantity.ts';

/** "three point five percent", "one percent", "hundred per cent". */
export const readPercent: Rule = ({ lexemes }, at) => {
  const amount = readQuantity(lexemes, at);
  if (amount === undefined || amount.scale !== null) return undefined;
  const end = endOfPercent(lexemes, amount.end);
  return end === undefined ? undefined : [{ text: `${amount.text}%`, end }];
};

/** Where a "percent" that starts at `end` ends. */
export function endOfPercent(lexemes: readonly Lexeme[], end: number): number | undefined {
  const unit = textAfter(lexemes, end - 1);
  if (unit === 'percent') return end + 1;
  return unit === 'per' && textAfter(lexemes, end) === 'cent' ? end + 2 : undefined;
}
