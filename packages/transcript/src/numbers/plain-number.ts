import type { Rule } from './phrase.ts';
import { readQuantity, toPieces } from './quantity.ts';

/** Ten and above in digits, and decimals. Below ten and "a hundred" people write words. */
export const readPlainNumber: Rule = ({ lexemes }, at) => {
  const quantity = readQuantity(lexemes, at);
  if (quantity === undefined || quantity.isNumeral) return undefined;
  const staysWords = quantity.isBare || (quantity.value < 10 && !quantity.text.includes('.'));
  return staysWords ? [{ text: null, end: quantity.end }] : toPieces(quantity);
};
