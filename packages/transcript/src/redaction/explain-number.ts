import type { RedactionKind } from '@callscript/contracts';
import { isCardNumber } from './checks/card-number.ts';
import { isAadhaar, isSsn } from './checks/national-numbers.ts';
import { isPhoneNumber } from './checks/phone-number.ts';
import { cueRules, type Cue } from './cue-phrases.ts';
import type { NearCue } from './find-cues.ts';
import type { Surroundings } from './surroundings.ts';

/** A number as it was said, and what was said around it. */
export interface SpokenNumber {
  /** All that the digits may be; see `readingsOf`. */
  readonly readings: ReadonlySet<string>;
  /** What each party says in all. */
  readonly wholes: readonly string[];
  /** As written, words separated by a space. */
  readonly written: string;
  readonly surroundings: Surroundings;
  /** "call me at …", "… on …". */
  readonly isAfterAt: boolean;
  /** Words since another number started. */
  readonly wordsSinceNumber: number;
  /** The same number was said before and is kept. */
  readonly isKeptAlready: boolean;
  /** A card's number was said before, not long ago. */
  readonly isAfterCard: boolean;
}

/** What a number is; `kept` if the words around it say that it is nothing to take out, undefined if they say nothing. */
export type Explanation = RedactionKind | 'kept' | undefined;

/** A cue so near before a number names that number and no other. */
const maxWordsOfName = 5;

/**
 * A card's number speaks for itself. For everything else the nearest cue decides whose digits it can be, and only then the
 * shape of the number: recognition gets single digits wrong, so no checksum is asked for where the words are clear.
 */
export function explainNumber(number: SpokenNumber): Explanation {
  const { named, before, after } = number.surroundings;
  const cue = nearestExplaining(named, number) ?? nearestExplaining(before, number);
  if (isCard(number, cue)) return 'card_number';
  if (cue !== undefined) return explainByCue(cue.cue, number);
  const later = nearestExplaining(after, number);
  return (later && explainByCue(later.cue, number)) ?? (number.isKeptAlready ? 'kept' : explainByShape(number));
}

/** Whether words say what a number is. */
export function isNamed(number: SpokenNumber): boolean {
  const { named, before } = number.surroundings;
  return nearestExplaining([...named, ...before], number) !== undefined;
}

/** Whether the very cue before a number says that it is nothing to take out. */
export function isNamedToKeep(number: SpokenNumber): boolean {
  const [nearest] = number.surroundings.before.filter(({ cue }) => cue !== 'count');
  if (nearest === undefined || nearest.distance > maxWordsOfName || !keptCues.has(nearest.cue)) return false;
  return nearestExplaining([nearest], number) !== undefined;
}

const keptCues: ReadonlySet<Cue> = new Set<Cue>(['postcode', 'amount', 'reference', 'passcode', 'address']);

/** A cue of something to keep explains one number, the first after it. */
function nearestExplaining(cues: readonly NearCue[], number: SpokenNumber): NearCue | undefined {
  const { wholes, isAfterCard, wordsSinceNumber } = number;
  const isNearCard = isAfterCard || cues.some(({ cue }) => cue === 'card_number' || cue === 'card_security_code');
  return cues.find(
    ({ cue, distance }) =>
      distance <= cueRules[cue].maxWords &&
      fits(cue, distance, wholes) &&
      (cue !== 'card_expiry' || isNearCard) &&
      !(keptCues.has(cue) && distance > wordsSinceNumber),
  );
}

/** Digits are kept only if all that they may be is explained. */
function fits(cue: Cue, distance: number, wholes: readonly string[]): boolean {
  const rule = cueRules[cue];
  return keptCues.has(cue)
    ? wholes.every(({ length }) => rule.fits(length, distance))
    : wholes.some(({ length }) => rule.fits(length, distance));
}

/**
 * By its checksum, or as long as a card's number where a card was spoken of. Something else that is named right before it
 * takes a number with a checksum and no card's length.
 */
function isCard({ readings, wholes, surroundings }: SpokenNumber, cue: NearCue | undefined): boolean {
  const isNamed = cue !== undefined && cue.distance <= maxWordsOfName && cue.cue !== 'card_number';
  if (isNamed ? wholes.some(isCardNumber) : [...readings].some(isCardNumber)) return true;
  const isLong = wholes.some(({ length }) => length >= 14 && length <= 17);
  return isLong && !isNamed && surroundings.before.some((near) => near.cue === 'card_number');
}

function explainByCue(cue: Cue, number: SpokenNumber): Explanation {
  switch (cue) {
    case 'card_number':
      return number.wholes.every(isPhoneNumber) ? 'phone' : 'card_number';
    case 'card_expiry':
      return 'card_security_code';
    case 'last_digits':
      return ownerOfLastDigits(number.surroundings) === 'ssn' ? 'ssn' : 'kept';
    case 'card_security_code':
    case 'ssn':
    case 'aadhaar':
    case 'pan':
    case 'bank_account':
    case 'email':
    case 'phone':
    case 'date_of_birth':
      return cue;
    case 'count':
    case 'postcode':
    case 'amount':
    case 'reference':
    case 'passcode':
    case 'address':
    case 'nothing':
      return 'kept';
  }
}

const ownersOfDigits: ReadonlySet<Cue> = new Set<Cue>([
  'ssn',
  'card_number',
  'aadhaar',
  'bank_account',
  'phone',
  'reference',
]);

/** "the last four of your social": the last digits of a social security number serve as a password and are not kept. */
function ownerOfLastDigits({ before, after }: Surroundings): Cue | undefined {
  return [...after, ...before].find(({ cue, distance }) => ownersOfDigits.has(cue) && distance <= 30)?.cue;
}

function explainByShape({ readings, wholes, written, isAfterAt }: SpokenNumber): Explanation {
  const social = /^(\d{3})[- ](\d\d)[- ](\d{4})$/.exec(written);
  if (social !== null && isSsn(social.slice(1).join(''))) return 'ssn';
  if ([...readings].some(isAadhaar)) return 'aadhaar';
  if (/^\d{3}-\d{4}$/.test(written) || (isAfterAt && wholes.some(({ length }) => length === 7))) return 'phone';
  return wholes.some(isPhoneNumber) ? 'phone' : undefined;
}
