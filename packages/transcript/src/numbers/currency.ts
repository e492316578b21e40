import { textAfter, type Lexeme } from './lexemes.ts';

const symbols: ReadonlyMap<string, string> = new Map([
  ['dollar', '$'],
  ['dollars', '$'],
  ['buck', '$'],
  ['bucks', '$'],
  ['rupee', '₹'],
  ['rupees', '₹'],
  ['euro', '€'],
  ['euros', '€'],
]);

/** The symbol of the currency that is said at `end`, right after an amount. "Pounds" are mostly a weight on the telephone. */
export function currencyAfter(lexemes: readonly Lexeme[], end: number): string | undefined {
  return symbols.get(textAfter(lexemes, end - 1));
}
