import { isCountOfDigits, readDigitRow, type DigitAtom, type DigitRow } from './digit-row.ts';
import { groupDigits, groupInternational, type DigitGroup } from './group-digits.ts';
import { textAfter, type Lexeme } from './lexemes.ts';
import type { Phrase, Piece, Reading, Rule } from './phrase.ts';

/** What is named by digits: two of them are enough for a number of it. */
const numbered = new Set(
  (
    'room suite unit apartment apt flat extension ext exit route highway flight zip zipcode pin pincode code otp ' +
    'account policy order reference confirmation tracking ticket invoice claim member id box model card cvv cvc ending'
  ).split(' '),
);
/** Those of them that have no groups and are no telephone numbers. */
const references = new Set(
  'account policy order reference confirmation tracking ticket invoice claim member id'.split(' '),
);
const betweenNameAndDigits = new Set('number no is it its in the of code'.split(' '));

/**
 * Three and more digits said one by one, with "oh", "double" and "triple": "five five five oh one two three". Numbers in a
 * row that are neither this nor a pair with one meaning stay in words, all of them.
 */
export const readDigitRun: Rule = (reading, at) => {
  const { lexemes } = reading;
  if (isCountOfDigits(lexemes, at)) return undefined;
  if (lexemes[at]?.text === 'plus') return readAfterPlus(reading, at);
  const row = readDigitRow(lexemes, at);
  if (row === undefined) return undefined;
  const name = nameBefore(lexemes, at);
  if (isRun(lexemes, row, name)) {
    const region = row.atoms.some(({ kind }) => kind === 'hindi') ? 'IN' : reading.region;
    return toPhrase(row, groupDigits(row.digits, region, name !== undefined && references.has(name)));
  }
  return keepRow(lexemes, row);
};

/** Numbers that follow one another without being one number: up to the first comma or pause all stay words. */
function keepRow(lexemes: readonly Lexeme[], { atoms }: DigitRow): Phrase | undefined {
  const cut = atoms.findIndex(({ end }) => lexemes[end - 1]?.isJoined !== true) + 1;
  const kept = cut === 0 ? atoms : atoms.slice(0, cut);
  const last = kept.at(-1);
  const areWords = kept.length > 1 && kept.every(({ kind }) => kind === 'digit' || kind === 'pair');
  return areWords && last !== undefined ? [{ text: null, end: last.end }] : undefined;
}

function readAfterPlus({ lexemes }: Reading, at: number): Phrase | undefined {
  const row = textAfter(lexemes, at) === '' ? undefined : readDigitRow(lexemes, at + 1);
  if (row === undefined || row.digits.length < 11 || row.digits.length > 13 || row.atoms.length < 2) return undefined;
  return toPhrase(row, groupInternational(row.digits));
}

function isRun(lexemes: readonly Lexeme[], row: DigitRow, name: string | undefined): boolean {
  const { atoms, digits } = row;
  const singles = countDigits(row, 'digit');
  const hindi = countDigits(row, 'hindi');
  const isNamed = name !== undefined && atoms.length > 1;
  if (hindi > 0) return hindi + singles === digits.length && digits.length >= 4;
  if (singles === digits.length) return singles >= leastDigits(row, isNamed);
  // Numerals of several digits are written already, unless digits go on after them.
  if (countDigits(row, 'numeral') > 0) return singles >= 3;
  return singles >= 3 || isNamed || isHundredLeftOut(lexemes, row);
}

function countDigits({ atoms }: DigitRow, kind: DigitAtom['kind']): number {
  return atoms.reduce((sum, atom) => (atom.kind === kind ? sum + atom.digits.length : sum), 0);
}

/** "one, two, three" is counting, not a number. */
function leastDigits({ hasCommas }: DigitRow, isNamed: boolean): number {
  if (hasCommas) return 4;
  return isNamed ? 2 : 3;
}

/**
 * "one seventy nine" is 179. "three fifty" may be a time as well and stays, unless something is counted by it:
 * "one twenty a month".
 */
function isHundredLeftOut(lexemes: readonly Lexeme[], { atoms, end }: DigitRow): boolean {
  const [first, second] = atoms;
  if (atoms.length !== 2) return false;
  if (first?.kind !== 'digit' || first.digits === '0' || first.digits.length > 1 || second?.kind !== 'pair')
    return false;
  const rest = Number(second.digits);
  return rest > 59 || (rest > 19 && rest % 5 !== 0) || /^(a|per|each)$/.test(textAfter(lexemes, end - 1));
}

function nameBefore(lexemes: readonly Lexeme[], at: number): string | undefined {
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) {
    const text = lexemes[i]?.text ?? '';
    if (numbered.has(text)) return text;
    if (!betweenNameAndDigits.has(text)) return undefined;
  }
  return undefined;
}

/** Groups become words where they end with an atom and no pause is inside; else they are put together or cut there. */
function toPhrase({ atoms }: DigitRow, groups: readonly DigitGroup[]): Phrase {
  const hasPause = atoms.slice(0, -1).some(({ isBeforePause }) => isBeforePause);
  const pieces = hasPause ? cutAtPauses(atoms) : cutIntoGroups(atoms, groups);
  return pieces as [Piece, ...Piece[]];
}

function cutAtPauses(atoms: readonly DigitAtom[]): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  for (const [i, { digits, end, isBeforePause }] of atoms.entries()) {
    text += digits;
    if (!isBeforePause && i < atoms.length - 1) continue;
    pieces.push({ text, end });
    text = '';
  }
  return pieces;
}

function cutIntoGroups(atoms: readonly DigitAtom[], groups: readonly DigitGroup[]): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  let text = '';
  let owed = 0;
  for (const { digits, end } of atoms) {
    for (owed -= digits.length; owed < 0 && next < groups.length; next++) {
      text += groups[next]?.text ?? '';
      owed += groups[next]?.count ?? 0;
    }
    if (owed > 0) continue;
    pieces.push({ text, end });
    text = '';
  }
  return pieces;
}
