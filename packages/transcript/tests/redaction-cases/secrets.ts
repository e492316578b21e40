import type { RedactionKind } from '@callscript/contracts';
import { aadhaar, bankAccount, cardNumber, pan, phone, ssn } from './numbers.ts';
import type { Random } from './random.ts';
import { chooseManner, mishear, sayGroup, soundAlike } from './say-digits.ts';

type SecretKind = Exclude<RedactionKind, 'digits'>;

/** The words of a secret, in the groups that people say it in. */
export function saySecret(kind: SecretKind, random: Random, hasNoise: boolean): string[][] {
  switch (kind) {
    case 'card_number':
      return sayNumber(cardNumber(random), [4, 4, 4, 4], random, hasNoise);
    case 'card_security_code':
      return sayNumber(random.digits(3), [3], random, false);
    case 'ssn':
      return sayNumber(ssn(random), [3, 2, 4], random, hasNoise);
    case 'aadhaar':
      return sayNumber(aadhaar(random), [4, 4, 4], random, hasNoise);
    case 'phone':
      return sayNumber(
        phone(random),
        random.pick([
          [3, 3, 4],
          [5, 5],
        ]),
        random,
        false,
      );
    case 'bank_account':
      return sayNumber(bankAccount(random), [4, 4, 4], random, hasNoise);
    case 'pan':
      return sayPan(random);
    case 'email':
      return [sayEmail(random)];
    case 'date_of_birth':
      return [sayDate(random)];
  }
}

function sayNumber(number: string, sizes: readonly number[], random: Random, hasNoise: boolean): string[][] {
  const digits = hasNoise && random.isTrue(0.5) ? mishear(number, random) : number;
  const manner = chooseManner(random);
  const groups = manner === 'joined' ? [digits] : split(digits, sizes);
  const said = groups.map((group) => sayGroup(group, manner, random));
  if (!hasNoise || manner !== 'single') return said;
  const words = soundAlike(said.flat(), random);
  return said.map((group) => words.splice(0, group.length));
}

function split(digits: string, sizes: readonly number[]): string[] {
  let from = 0;
  const groups = sizes.map((size) => digits.slice(from, (from += size)));
  return [...groups, digits.slice(from)].filter((group) => group !== '');
}

function sayPan(random: Random): string[][] {
  const number = pan(random);
  const [letters, digits, last] = [number.slice(0, 5), number.slice(5, 9), number.slice(9)];
  const manner = random.pick(['spelled', 'written', 'spaced', 'parts']);
  if (manner === 'written') return [[number]];
  if (manner === 'spaced') return [letters.split(''), digits.split(''), [last]];
  if (manner === 'parts') return [[letters, digits, last]];
  return [letters.toLowerCase().split(''), sayGroup(digits, 'single', random), [last.toLowerCase()]];
}

const names = ['john', 'priya', 'maria', 'daniel', 'anita', 'peter'] as const;
const surnames = ['smith', 'sharma', 'lopez', 'hill', 'rao', 'moore'] as const;

function sayEmail(random: Random): string[] {
  const [name, surname] = [random.pick(names), random.pick(surnames)];
  const domain = random.pick(['example dot com', 'gmail dot com', 'example dot org', 'example dot co dot in']);
  const mailbox = random.pick([
    `${name} dot ${surname}`,
    `${name} underscore ${surname}`,
    `${name} ${surname}`,
    `${name} dot ${surname} ninety two`,
    `${name.split('').join(' ')} dot ${surname}`,
  ]);
  const written = `${name}.${surname}@example.com`;
  return random.isTrue(0.25) ? [written] : `${mailbox} at ${domain}`.split(' ');
}

function sayDate(random: Random): string[] {
  const month = random.pick(['january', 'march', 'may', 'august', 'december']);
  const day = random.pick(['third', 'fifteenth', 'twenty first', 'thirtieth']);
  const year = random.pick(['nineteen eighty four', 'nineteen ninety', 'two thousand two', '1975']);
  return random
    .pick([
      `${month} ${day} ${year}`,
      `${day} of ${month} ${year}`,
      `the ${day} of ${month} ${year}`,
      `oh three fifteen nineteen eighty`,
      `three fifteen eighty four`,
      `03/15/1980`,
      `March 3, 1980`,
      `twelve twenty five seventy nine`,
    ])
    .split(' ')
    .filter((word) => word !== 'the');
}
