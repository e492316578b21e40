import {
  ambiguousHindi,
  digitWords,
  hindiDigits,
  numberBelowHundred,
  repeaters,
  tensWords,
  zeroNames,
} from '../numbers/number-words.ts';
import { fillSoundalikes } from './soundalikes.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** The digits that each word stands for; null where it stands for none. */
export type SpokenDigits = readonly (string | null)[];

/** @param isTaken words that name something ("last four") and are no digits themselves */
export function readSpokenDigits(stream: SpokenStream, isTaken: (at: number) => boolean): (string | null)[] {
  const digits = stream.map((_, at) => (isTaken(at) ? null : readCertain(stream, at)));
  fillSoundalikes(stream, digits, isTaken);
  return digits;
}

function readCertain(stream: SpokenStream, at: number): string | null {
  const { core = '', text = '' } = stream[at] ?? {};
  const written = readWritten(core);
  if (written !== null) return written;
  if (repeaters.has(text) && isSameSegment(stream, at, at + 1)) {
    return digitOf(stream[at + 1]?.text ?? '')?.repeat((repeaters.get(text) ?? 1) - 1) ?? null;
  }
  return readNumberWord(stream, at) ?? readHyphened(text) ?? readHindi(stream, at);
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

/** Hindi digits that are English words too count near one that is none. */
function readHindi(stream: SpokenStream, at: number): string | null {
  const { text = '' } = stream[at] ?? {};
  const digit = hindiDigits.get(text);
  if (digit === undefined) return null;
  const isNear = (offset: number): boolean =>
    isHindi(stream[at + offset]?.text ?? '') && isSameSegment(stream, at, at + offset);
  return !ambiguousHindi.has(text) || [-2, -1, 1, 2].some(isNear) ? String(digit) : null;
}

function isHindi(text: string): boolean {
  return hindiDigits.has(text) && !ambiguousHindi.has(text);
}

function digitOf(text: string): string | undefined {
  if (zeroNames.has(text)) return '0';
  const digit = digitWords.get(text);
  return digit === undefined ? (/^\d$/.test(text) ? text : undefined) : String(digit);
}
