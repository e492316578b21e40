import { isValidPhoneNumber } from 'libphonenumber-js/min';

/** Whether digits are a telephone number of the United States, Canada or India, with or without a country code. */
export function isPhoneNumber(digits: string): boolean {
  if (digits.length < 10 || digits.length > 13) return false;
  return isValidPhoneNumber(digits, 'US') || (/^(0|91)?[6-9]\d{9}$/.test(digits) && isValidPhoneNumber(digits, 'IN'));
}
