import { zeroNames } from '../numbers/number-words.ts';
import type { SpokenDigits } from './spoken-digits.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** What recognition makes of digits. */
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
const fillers = new Set(
  'uh um er and then okay ok yes yeah right alright sure so ahead huh hmm it got sorry no wait i mean again scratch that'.split(
    ' ',
  ),
);

/**
 * Makes digits of "oh" beside a digit, and of what sounds like one where digits are on both sides, or on one side and
 * nothing but a filler or the end of a turn on the other.
 */
export function fillSoundalikes(
  stream: SpokenStream,
  digits: (string | null)[],
  isTaken: (at: number) => boolean,
): void {
  const guesses = stream.map(({ text }, at) => (digits[at] === null && !isTaken(at) ? guessDigit(text) : undefined));
  fillZeros(stream, digits, guesses);
  // What is filled in the first time stands beside what comes the second time.
  fillRuns(stream, digits, guesses);
  fillRuns(stream, digits, guesses);
}

function guessDigit(text: string): string | undefined {
  if (zeroNames.has(text)) return '0';
  return soundalikes.get(text);
}

type Guesses = readonly (string | undefined)[];

function fillZeros(stream: SpokenStream, digits: (string | null)[], guesses: Guesses): void {
  const isBeside = (at: number, other: number): boolean => sideOf(stream, digits, other, at) === 'digits';
  for (let at = 0; at < guesses.length; at++) if (guesses[at] === '0' && isBeside(at, at - 1)) digits[at] = '0';
  for (let at = guesses.length - 1; at >= 0; at--) if (guesses[at] === '0' && isBeside(at, at + 1)) digits[at] = '0';
}

function fillRuns(stream: SpokenStream, digits: (string | null)[], guesses: Guesses): void {
  const isOpen = (at: number): boolean => guesses[at] !== undefined && digits[at] === null;
  for (let from = 0; from < stream.length; from++) {
    if (!isOpen(from)) continue;
    let to = from;
    while (isOpen(to + 1) && isSameSegment(stream, from, to + 1)) to++;
    if (isAmongDigits(stream, digits, from, to)) {
      for (let at = from; at <= to; at++) digits[at] = guesses[at] ?? null;
    }
    from = to;
  }
}

function isAmongDigits(stream: SpokenStream, digits: SpokenDigits, from: number, to: number): boolean {
  const before = sideOf(stream, digits, from - 1, from);
  const after = sideOf(stream, digits, to + 1, to);
  if (before === 'digits' && after === 'digits') return true;
  const isLast = before === 'digits' && after === 'nothing' && isNoChance(stream, digits, from - 1, -1);
  return isLast || (before === 'nothing' && after === 'digits' && isNoChance(stream, digits, to + 1, 1));
}

/** One digit beside it may be chance, unless nothing else is said; two are not. */
function isNoChance(stream: SpokenStream, digits: SpokenDigits, at: number, step: 1 | -1): boolean {
  return (digits[at]?.length ?? 0) > 1 || sideOf(stream, digits, at + step, at) !== 'words';
}

/** What is at `at`, seen from beside it. */
function sideOf(
  stream: SpokenStream,
  digits: SpokenDigits,
  at: number,
  beside: number,
): 'digits' | 'nothing' | 'words' {
  if (!isSameSegment(stream, at, beside) || fillers.has(stream[at]?.text ?? '')) return 'nothing';
  return digits[at] === null ? 'words' : 'digits';
}
