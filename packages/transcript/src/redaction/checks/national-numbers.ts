import { passesVerhoeff } from './verhoeff.ts';

/** Twelve digits, the first not 0 or 1, with a Verhoeff checksum. */
export function isAadhaar(digits: string): boolean {
  return /^[2-9]\d{11}$/.test(digits) && passesVerhoeff(digits);
}

/** Nine digits in parts that the administration gives out; it has no checksum. */
export function isSsn(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

/** Five letters, the fourth the kind of holder, four digits, a letter. */
export function isPan(text: string): boolean {
  return /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text);
}

/** The code of an Indian bank's branch. */
export function isIfsc(text: string): boolean {
  return /^[A-Z]{4}0[A-Z0-9]{6}$/.test(text);
}
