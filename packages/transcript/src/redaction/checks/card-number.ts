import { passesLuhn } from './luhn.ts';

/** First digits of the payment card schemes, and how long their numbers are. */
const schemes: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|64[4-9]|65|60|81|82|508|353|356)/, [16, 17, 18, 19]],
  [/^3(0[0-5]|095|6|[89])/, [14, 15, 16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(5018|5020|5038|5893|6304|6759|676[1-3])/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/** Whether digits are a payment card's number by themselves: an issuer's first digits, a length of theirs, and Luhn. */
export function isCardNumber(digits: string): boolean {
  return (
    digits.length >= 12 &&
    schemes.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) &&
    passesLuhn(digits)
  );
}
