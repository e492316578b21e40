import {
  hindiDigits,
  numberBelowHundred,
  repeaters,
  tensWords,
  digitWords,
  zeroNames,
} from '../numbers/number-words.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** The digits that each word stands for; null where it stands for none. */
export type SpokenDigits = readonly (string | null)[];

/** What recognition makes of a digit, believed only between two others. */
const soundalikes: ReadonlyMap<string, string> = new Map([
  ['for', '4'],
  ['fore', '4'],
  ['to', '2'],
  ['too', '2'],
  ['ate', '8'],
  ['won', '1'],
  ['tree', '3'],
  ['free', '3'],
  ['fife', '5'],
  ['nein', '9'],
  ['niner', '9'],
  ['sex', '6'],
  ['owe', '0'],
]);

/** Hindi digits that are English words. */
const ambiguousHindi = new Set(['do', 'teen', 'no', 'sat', 'che', 'char']);

/** What is counted, after a number that is no digit of anything. */
const units = new Set(
  (
    'dollar dollars bucks cents rupees rupee euros pounds percent minutes minute hours hour days day weeks week months month ' +
    'years year times people users lines agents units miles am pm digit digits percentage kilos kg inch inches feet points ' +
    "o'clock calls items seats adults kids children rooms bedroom business working"
  ).split(' '),
);
const scales = new Set('thousand million billion lakh lakhs crore crores'.split(' '));
/** A longer row of digits counts nothing. */
const maxAmountDigits = 7;

/** @param isTaken words that name something ("last four") and are no digits themselves */
export function readSpokenDigits(stream: SpokenStream, isTaken: (at: number) => boolean): SpokenDigits {
  const digits = stream.map((_, at) => (isTaken(at) ? null : readCertain(stream, at)));
  fillGaps(stream, digits, isTaken);
  dropAmounts(stream, digits);
  dropYears(stream, digits);
  return digits;
}

/** Whether the word at `at` says what a number before it counts. */
export function isUnit(stream: SpokenStream, at: number): boolean {
  return units.has(stream[at]?.text ?? '');
}

function readCertain(stream: SpokenStream, at: number): string | null {
  const { core = '', text = '' } = stream[at] ?? {};
  const written = readWritten(core);
  if (written !== null) return written;
  if (repeaters.has(text) && isSameSegment(stream, at, at + 1)) {
    return digitOf(stream[at + 1]?.text ?? '')?.repeat((repeaters.get(text) ?? 1) - 1) ?? null;
  }
  return readNumberWord(stream, at) ?? readHyphened(text) ?? (ambiguousHindi.has(text) ? null : hindiDigit(text));
}

/** "4111", "4111-1111", "(212)", "123-45-6789"; but no money, time, date or decimal. */
function readWritten(core: string): string | null {
  if (!/^[#+(]{0,2}\d[\d\-().,]*$/.test(core)) return null;
  if (/^\d+\.\d{1,3}$/.test(core)) return null;
  return core.replaceAll(/\D/g, '');
}

/** "twenty one" is one number: its first word holds both digits, its second none of its own. */
function readNumberWord(stream: SpokenStream, at: number): string | null {
  const text = stream[at]?.text ?? '';
  const number = numberBelowHundred(text);
  if (number === undefined) return null;
  const isUnitOfTens =
    at > 0 &&
    number > 0 &&
    number < 10 &&
    isSameSegment(stream, at - 1, at) &&
    tensWords.has(stream[at - 1]?.text ?? '');
  if (isUnitOfTens) return '';
  const next = isSameSegment(stream, at, at + 1) ? (digitWords.get(stream[at + 1]?.text ?? '') ?? 0) : 0;
  return String(tensWords.has(text) ? number + next : number);
}

function readHyphened(text: string): string | null {
  if (!text.includes('-')) return null;
  const numbers = text.split('-').map(numberBelowHundred);
  if (numbers.some((number) => number === undefined)) return null;
  const [tens = 0, unit = 0] = numbers as number[];
  return numbers.length === 2 && tens >= 20 && unit < 10 ? String(tens + unit) : numbers.join('');
}

function hindiDigit(text: string): string | null {
  const digit = hindiDigits.get(text);
  return digit === undefined ? null : String(digit);
}

function digitOf(text: string): string | undefined {
  if (zeroNames.has(text)) return '0';
  const digit = digitWords.get(text);
  return digit === undefined ? (/^\d$/.test(text) ? text : undefined) : String(digit);
}

/**
 * "oh", what sounds like a digit, and Hindi digits that are English words too: digits where digits are on both sides, or on
 * one side and nothing but a filler or the end of a turn on the other.
 */
function fillGaps(stream: SpokenStream, digits: (string | null)[], isTaken: (at: number) => boolean): void {
  const guesses = stream.map(({ text }, at) => (digits[at] === null && !isTaken(at) ? guessDigit(text) : undefined));
  for (let from = 0; from < stream.length; from++) {
    if (guesses[from] === undefined) continue;
    let to = from;
    while (guesses[to + 1] !== undefined && isSameSegment(stream, from, to + 1)) to++;
    const before = sideOf(stream, digits, from - 1, from);
    const after = sideOf(stream, digits, to + 1, to);
    const isZero = guesses[from] === '0' && guesses[to] === '0';
    const isBetween = before === 'digits' && after === 'digits';
    const isBeside = (before === 'digits' && after === 'nothing') || (before === 'nothing' && after === 'digits');
    const isAnyway = isZero && (before === 'digits' || after === 'digits');
    if (isBetween || isAnyway || (isBeside && isAmongDigits(digits, from, to))) {
      for (let at = from; at <= to; at++) digits[at] = guesses[at] ?? null;
    }
    from = to;
  }
}

const fillers = new Set('uh um er and then okay'.split(' '));

function sideOf(
  stream: SpokenStream,
  digits: SpokenDigits,
  at: number,
  beside: number,
): 'digits' | 'nothing' | 'words' {
  if (!isSameSegment(stream, at, beside) || fillers.has(stream[at]?.text ?? '')) return 'nothing';
  return isDigits(digits[at]) ? 'digits' : 'words';
}

/** One digit beside it may be chance; two are not. */
function isAmongDigits(digits: SpokenDigits, from: number, to: number): boolean {
  const count = (...places: number[]): number => places.reduce((sum, at) => sum + (digits[at]?.length ?? 0), 0);
  return count(from - 1, from - 2) >= 2 || count(to + 1, to + 2) >= 2;
}

function guessDigit(text: string): string | undefined {
  return zeroNames.has(text)
    ? '0'
    : (soundalikes.get(text) ?? (ambiguousHindi.has(text) ? String(hindiDigits.get(text)) : undefined));
}

function isDigits(digits: string | null | undefined): boolean {
  return digits !== null && digits !== undefined;
}

/** "twenty five dollars", "sixteen digits", "1,200 users". */
function dropAmounts(stream: SpokenStream, digits: (string | null)[]): void {
  for (let at = 0; at < stream.length; at++) {
    if (digits[at] !== null || !(isUnit(stream, at) || scales.has(stream[at]?.text ?? ''))) continue;
    let from = at;
    let count = 0;
    while (isSameSegment(stream, from - 1, at) && isDigits(digits[from - 1])) count += digits[--from]?.length ?? 0;
    if (count <= maxAmountDigits) digits.fill(null, from, at);
  }
}

const beforeYears = new Set('in since during year'.split(' '));

/** "in twenty twenty seven"; but "ending in 2027" is no year. */
function dropYears(stream: SpokenStream, digits: (string | null)[]): void {
  for (let at = 1; at < stream.length; at++) {
    const isNamed = beforeYears.has(stream[at]?.text ?? '') && stream[at - 1]?.text.startsWith('end') !== true;
    if (!isNamed || !isSameSegment(stream, at, at + 1)) continue;
    let to = at;
    let said = '';
    while (isSameSegment(stream, at, to + 1) && isDigits(digits[to + 1]) && said.length <= 4) said += digits[++to];
    if (/^(19|20)\d\d$/.test(said)) digits.fill(null, at + 1, to + 1);
  }
}
