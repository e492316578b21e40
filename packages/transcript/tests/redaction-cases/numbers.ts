import type { Random } from './random.ts';

/** Numbers as they are given out, with checksums worked out from their definitions and not by the code under test. */

export function cardNumber(random: Random): string {
  const [prefix, length] = random.pick<readonly [string, number]>([
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['6011', 16],
    ['37', 15],
    ['6521', 16],
  ]);
  const body = prefix + random.digits(length - 1 - prefix.length);
  return body + luhnDigit(body);
}

function luhnDigit(body: string): number {
  const doubled = body
    .split('')
    .reverse()
    .map((digit, i) => (i % 2 === 0 ? Number(digit) * 2 : Number(digit)));
  const sum = doubled.reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return (10 - (sum % 10)) % 10;
}

export function ssn(random: Random): string {
  const area = 100 + random.below(565);
  return `${area}${String(1 + random.below(99)).padStart(2, '0')}${String(1 + random.below(9999)).padStart(4, '0')}`;
}

export function aadhaar(random: Random): string {
  const body = String(2 + random.below(8)) + random.digits(10);
  return body + verhoeffDigit(body);
}

const dihedral = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permuted = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
const inverse = '0432156789';

function verhoeffDigit(body: string): string {
  const check = body
    .split('')
    .reverse()
    .reduce((sum, digit, i) => Number(dihedral[sum]?.[Number(permuted[(i + 1) % 8]?.[Number(digit)])]), 0);
  return inverse.charAt(check);
}

export function pan(random: Random): string {
  return `${random.letters(3)}${random.pick(['P', 'C', 'H'])}${random.letters(1)}${random.digits(4)}${random.letters(1)}`;
}

/** Numbers that are reserved for fiction, and Indian ones that are not given out. */
export function phone(random: Random): string {
  return random.isTrue(0.6)
    ? `${random.pick(['212', '312', '415', '617', '704', '512'])}55501${random.digits(2)}`
    : `${random.pick(['98', '97', '88', '70'])}${random.digits(8)}`;
}

export function bankAccount(random: Random): string {
  return String(1 + random.below(9)) + random.digits(random.pick([8, 9, 10, 11]));
}
