import { describe, expect, test } from 'vitest';
import { isCardNumber } from './card-number.ts';
import { passesLuhn } from './luhn.ts';
import { isAadhaar, isIfsc, isPan, isSsn } from './national-numbers.ts';
import { isPhoneNumber } from './phone-number.ts';
import { passesVerhoeff } from './verhoeff.ts';

describe('checksums', () => {
  test('Luhn holds for the number of the standard and not for its neighbours', () => {
    expect(passesLuhn('79927398713')).toBe(true);
    for (const last of '012456789') expect(passesLuhn(`7992739871${last}`)).toBe(false);
  });

  test('Verhoeff holds for published examples and for no change of one digit', () => {
    expect(passesVerhoeff('2363')).toBe(true);
    expect(passesVerhoeff('758722')).toBe(true);
    for (let at = 0; at < 4; at++) {
      for (const digit of '0123456789') {
        const changed = `${'2363'.slice(0, at)}${digit}${'2363'.slice(at + 1)}`;
        expect(passesVerhoeff(changed)).toBe(changed === '2363');
      }
    }
  });
});

describe('numbers that speak for themselves', () => {
  test.each([
    '4111111111111111',
    '4222222222222',
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '6011111111111117',
    '3530111333300000',
    '30569309025904',
  ])('%s is a card', (digits) => {
    expect(isCardNumber(digits)).toBe(true);
  });

  test.each(['4111111111111112', '411111111111111', '1234567890123452', '0000000000000000', '490154203237518', ''])(
    '%j is no card',
    (digits) => {
      expect(isCardNumber(digits)).toBe(false);
    },
  );

  test('identity numbers', () => {
    expect(['123456789', '078051120'].map(isSsn)).toEqual([true, true]);
    expect(['000456789', '666456789', '900456789', '123006789', '123450000', '12345678'].some(isSsn)).toBe(false);
    expect(['234123412346', '134123412346', '234123412347', '23412341234'].map(isAadhaar)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(['ABCPE1234F', 'ABCDE1234F', 'ABCPE12345', 'AABCPE1234F'].map(isPan)).toEqual([true, false, false, false]);
    expect(['HDFC0001234', 'HDFC1001234'].map(isIfsc)).toEqual([true, false]);
  });

  test('telephone numbers of North America and India', () => {
    expect(['2125550123', '12125550123', '9876543210', '919876543210', '09876543210'].map(isPhoneNumber)).toEqual(
      Array(5).fill(true),
    );
    expect(['1234567890', '5550123', '12345678901234', '1112223333'].some(isPhoneNumber)).toBe(false);
  });
});
