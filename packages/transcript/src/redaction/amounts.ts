import type { SpokenDigits } from './spoken-digits.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

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
const beforeYears = new Set('in since during year'.split(' '));

/** Whether the word at `at` says what a number before it counts. */
export function isUnit(stream: SpokenStream, at: number): boolean {
  const { text = '' } = stream[at] ?? {};
  return units.has(text) || (/^[ap]$/.test(text) && stream[at + 1]?.text === 'm');
}

/** The places of numbers that are amounts or years, rising: "$25", "twenty five dollars", "sixteen digits", "in 2027". */
export function findAmounts(stream: SpokenStream, digits: SpokenDigits): number[] {
  const isAmount = stream.map(({ core }) => /^[$₹€£]\d/.test(core));
  for (let at = 0; at < stream.length; at++) {
    markCounted(stream, digits, at, isAmount);
    markYear(stream, digits, at, isAmount);
  }
  return isAmount.flatMap((is, at) => (is ? [at] : []));
}

/** The number before a unit at `at`: a written one, or number words. */
function markCounted(stream: SpokenStream, digits: SpokenDigits, at: number, isAmount: boolean[]): void {
  if (isDigits(digits, at) || !(isUnit(stream, at) || isScale(stream, digits, at))) return;
  const isWritten = (place: number): boolean => /^\D?\d/.test(stream[place]?.core ?? '');
  let from = at;
  let count = 0;
  while (isDigits(digits, from - 1) && isSameSegment(stream, from - 1, at) && (from === at || !isWritten(from - 1))) {
    count += digits[--from]?.length ?? 0;
    if (isWritten(from)) break;
  }
  const most = stream[at]?.text === 'hundred' ? 2 : maxAmountDigits;
  if (count <= most) isAmount.fill(true, from, at);
}

/** "eight hundred five five five" is the start of a telephone number. */
function isScale(stream: SpokenStream, digits: SpokenDigits, at: number): boolean {
  const { text = '' } = stream[at] ?? {};
  return scales.has(text) || (text === 'hundred' && [1, 2, 3].some((offset) => digits[at + offset]?.length !== 1));
}

/** The digits after an "in" at `at`; but "ending in 2027" is no year. */
function markYear(stream: SpokenStream, digits: SpokenDigits, at: number, isAmount: boolean[]): void {
  if (!beforeYears.has(stream[at]?.text ?? '') || stream[at - 1]?.text.startsWith('end') === true) return;
  let to = at;
  let said = '';
  while (said.length <= 4 && isDigits(digits, to + 1) && isSameSegment(stream, at, to + 1)) said += digits[++to];
  if (/^(19|20)\d\d$/.test(said)) isAmount.fill(true, at + 1, to + 1);
}

function isDigits(digits: SpokenDigits, at: number): boolean {
  return (digits[at] ?? null) !== null;
}
