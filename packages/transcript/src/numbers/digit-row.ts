import { readBelowHundred } from './cardinal.ts';
import { textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { ambiguousHindi, digitWords, hindiDigits, repeaters, scaleWords, zeroNames } from './number-words.ts';

/** Digits that are said one after the other. */
export interface DigitRow {
  readonly atoms: readonly DigitAtom[];
  readonly digits: string;
  /** Written with commas between: "one, two, three". */
  readonly hasCommas: boolean;
  readonly end: number;
}

export interface DigitAtom {
  readonly digits: string;
  readonly kind: 'digit' | 'hindi' | 'pair' | 'numeral';
  readonly end: number;
  /** A longer pause follows: no written word spans it. */
  readonly isBeforePause: boolean;
}

/** The longest row of digits from `at`, or undefined where there is none. */
export function readDigitRow(lexemes: readonly Lexeme[], at: number): DigitRow | undefined {
  const atoms: DigitAtom[] = [];
  let hasCommas = false;
  for (let next = at; ;) {
    const atom = readDigitAtom(lexemes, next, atoms.length > 0);
    if (atom === undefined || (atoms.at(-1)?.isBeforePause === true && !goesOn(lexemes, atom))) break;
    atoms.push(atom);
    const last = lexemes[atom.end - 1];
    if (last?.closing !== '' && last?.closing !== ',') break;
    hasCommas ||= last.closing === ',' && readDigitAtom(lexemes, atom.end, true) !== undefined;
    next = atom.end;
  }
  if (startsScale(lexemes, atoms.at(-1))) atoms.pop();
  const last = atoms.at(-1);
  if (last === undefined) return undefined;
  return { atoms, digits: atoms.map(({ digits }) => digits).join(''), hasCommas, end: last.end };
}

/** After a pause two more digits are needed: a single "one" begins something else. */
function goesOn(lexemes: readonly Lexeme[], atom: DigitAtom): boolean {
  const isSingle = atom.kind === 'digit' || atom.kind === 'hindi';
  const next = atom.isBeforePause ? undefined : readDigitAtom(lexemes, atom.end, true);
  return atom.kind === 'numeral' || (isSingle && (atom.digits.length > 1 || next?.kind === atom.kind));
}

/** "one two three thousand": the last number is not one of the row. */
function startsScale(lexemes: readonly Lexeme[], last: DigitAtom | undefined): boolean {
  const next = last === undefined ? '' : textAfter(lexemes, last.end - 1);
  return next === 'hundred' || scaleWords.has(next);
}

function readDigitAtom(lexemes: readonly Lexeme[], at: number, isInside: boolean): DigitAtom | undefined {
  const lexeme = lexemes[at];
  if (lexeme === undefined || (isInside && lexeme.opening !== '')) return undefined;
  const read =
    readRepeated(lexemes, at) ??
    readEightHundred(lexemes, at) ??
    readNumeral(lexeme.text, at) ??
    readZeroName(lexemes, at, isInside) ??
    readNumber(lexemes, at) ??
    readHindi(lexemes, at);
  return read && { ...read, isBeforePause: !(lexemes[read.end - 1]?.isLooselyJoined ?? false) };
}

type AtomRead = Omit<DigitAtom, 'isBeforePause'>;

function readRepeated(lexemes: readonly Lexeme[], at: number): AtomRead | undefined {
  const times = repeaters.get(lexemes[at]?.text ?? '');
  const next = textAfter(lexemes, at);
  const digit = digitOf(next);
  if (times === undefined || digit === undefined) return undefined;
  return { digits: digit.repeat(times), kind: 'digit', end: at + 2 };
}

/** The "eight hundred" of a toll-free number. */
function readEightHundred(lexemes: readonly Lexeme[], at: number): AtomRead | undefined {
  const isEightHundred = lexemes[at]?.text === 'eight' && textAfter(lexemes, at) === 'hundred';
  const hasDigits = [1, 2, 3].every((offset) => digitOf(textAfter(lexemes, at + offset)) !== undefined);
  return isEightHundred && hasDigits ? { digits: '800', kind: 'pair', end: at + 2 } : undefined;
}

function readNumeral(text: string, at: number): AtomRead | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  return { digits: text, kind: text.length === 1 ? 'digit' : 'numeral', end: at + 1 };
}

/** "oh" is a zero beside other digits, else a sigh. */
function readZeroName(lexemes: readonly Lexeme[], at: number, isInside: boolean): AtomRead | undefined {
  if (!zeroNames.has(lexemes[at]?.text ?? '')) return undefined;
  const isBesideDigits = isInside || (isDigitName(lexemes, at) && isDigitName(lexemes, at + 1));
  return isBesideDigits ? { digits: '0', kind: 'digit', end: at + 1 } : undefined;
}

function isDigitName(lexemes: readonly Lexeme[], at: number): boolean {
  return digitOf(textAfter(lexemes, at)) !== undefined;
}

function readNumber(lexemes: readonly Lexeme[], at: number): AtomRead | undefined {
  const number = readBelowHundred(lexemes, at);
  return number && { digits: String(number.value), kind: number.value < 10 ? 'digit' : 'pair', end: number.end };
}

/** Hindi digits that are English words too count beside one that is none. */
function readHindi(lexemes: readonly Lexeme[], at: number): AtomRead | undefined {
  const text = lexemes[at]?.text ?? '';
  const digit = hindiDigits.get(text);
  const isSure =
    !ambiguousHindi.has(text) || [-2, -1, 1, 2].some((offset) => isHindi(lexemes[at + offset]?.text ?? ''));
  return digit === undefined || !isSure ? undefined : { digits: String(digit), kind: 'hindi', end: at + 1 };
}

function isHindi(text: string): boolean {
  return hindiDigits.has(text) && !ambiguousHindi.has(text);
}

function digitOf(text: string): string | undefined {
  if (zeroNames.has(text)) return '0';
  const digit = digitWords.get(text);
  return digit === undefined ? undefined : String(digit);
}

/** "the last four", "the first six": how many digits, not one of them. */
export function isCountOfDigits(lexemes: readonly Lexeme[], at: number): boolean {
  return /^(last|first)$/.test(textBefore(lexemes, at));
}
