import type { Lexeme } from './lexemes.ts';
import { indianScales } from './number-words.ts';
import type { Region } from './phrase.ts';

const indianWords = new Set([
  ...indianScales,
  ...'rupee rupees paise aadhaar aadhar adhaar pincode upi ifsc gst neft ji hai haan nahi aap mera'.split(' '),
]);
const indicLetter = /[\u0900-\u0DFF]/;

/** Where a voice speaks from, as far as its words show it; the United States where they do not. */
export function guessRegion(lexemes: readonly Lexeme[]): Region {
  return lexemes.some(({ text }) => indianWords.has(text) || indicLetter.test(text)) ? 'IN' : 'US';
}
