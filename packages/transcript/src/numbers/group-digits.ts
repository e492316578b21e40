import type { Region } from './phrase.ts';

/** Digits as people write them, cut into words of a transcript. */
export interface DigitGroup {
  readonly text: string;
  /** How many digits it holds. */
  readonly count: number;
}

/**
 * Telephone numbers, cards and long identity numbers in their usual groups, by length; anything else in one piece.
 *
 * @param isReference the digits are an account, an order or the like: never a telephone number
 */
export function groupDigits(digits: string, region: Region, isReference: boolean): DigitGroup[] {
  if (digits.length >= 12 && digits.length <= 19) return groupLong(digits);
  const phone = isReference ? undefined : groupPhone(digits, region);
  return phone ?? [{ text: digits, count: digits.length }];
}

function groupLong(digits: string): DigitGroup[] {
  const isAmex = digits.length === 15 && /^3[47]/.test(digits);
  return (digits.match(isAmex ? /^.{4}|.{1,6}(?=.{5}$)|.{5}$/g : /.{1,4}/g) ?? []).map(plain);
}

function groupPhone(digits: string, region: Region): DigitGroup[] | undefined {
  if (digits.length === 7) return [localNumber(digits)];
  const isNorthAmerican = /^[2-9]\d\d[2-9]\d{6}$/.test(digits);
  const isIndianMobile = /^[6-9]\d{9}$/.test(digits);
  if (isIndianMobile && (region === 'IN' || !isNorthAmerican))
    return [plain(digits.slice(0, 5)), plain(digits.slice(5))];
  if (isNorthAmerican) return [{ text: `(${digits.slice(0, 3)})`, count: 3 }, localNumber(digits.slice(3))];
  if (/^1[2-9]\d\d[2-9]\d{6}$/.test(digits)) {
    return [{ text: `1-${digits.slice(1, 4)}-${localNumber(digits.slice(4)).text}`, count: 11 }];
  }
  return undefined;
}

/** After a "plus": country code, then the number. */
export function groupInternational(digits: string): DigitGroup[] {
  if (/^91[6-9]\d{9}$/.test(digits)) {
    return [{ text: '+91', count: 2 }, plain(digits.slice(2, 7)), plain(digits.slice(7))];
  }
  if (/^1\d{10}$/.test(digits)) {
    return [{ text: `+1-${digits.slice(1, 4)}-${localNumber(digits.slice(4)).text}`, count: 11 }];
  }
  return [{ text: `+${digits}`, count: digits.length }];
}

function localNumber(digits: string): DigitGroup {
  return { text: `${digits.slice(0, 3)}-${digits.slice(3)}`, count: 7 };
}

function plain(text: string): DigitGroup {
  return { text, count: text.length };
}
