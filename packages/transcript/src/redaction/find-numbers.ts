import { findDictations, toDictation, wordsOf, type Dictation } from './dictations.ts';
import { explainNumber, isNamedToKeep, type Explanation, type SpokenNumber } from './explain-number.ts';
import type { Finding } from './finding.ts';
import { maxWordsAfter, surroundingsOf, type FoundCue } from './find-cues.ts';
import { joinUnfinished } from './unfinished.ts';
import { ReadBacks } from './read-backs.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** What a card's number explains after it, in words. */
const maxWordsAfterCard = 60;
/** Longer ones are not written as they stand. */
const maxWrittenWords = 5;
const leastDigitsOfNumber = 3;

/** Cards, identity and bank numbers, telephone numbers: everything that is said in digits. */
export function findNumbers(stream: SpokenStream, cues: readonly FoundCue[]): Finding[] {
  const readBacks = new ReadBacks();
  const explained = explainAll(stream, cues);
  for (const { dictation, explanation } of explained) readBacks.add(explanation, wholeReadings(dictation));
  return explained.flatMap(({ dictation, explanation }) => {
    const kind = readBacks.find(wholeReadings(dictation), explanation);
    return kind === undefined || kind === 'kept' ? [] : [{ kind, words: wordsOf(dictation) }];
  });
}

/** Every row of digits of a conversation, for those who want none of them kept. */
export function findAllDigits(stream: SpokenStream, cues: readonly FoundCue[], leastDigits: number): Finding[] {
  return listDictations(stream, cues)
    .filter((dictation) => wholeReadings(dictation).some(({ length }) => length >= leastDigits))
    .map((dictation) => ({ kind: 'digits', words: wordsOf(dictation) }));
}

function listDictations(stream: SpokenStream, cues: readonly FoundCue[]): Dictation[] {
  const taken = new Map<number, FoundCue>();
  for (const cue of cues) for (let at = cue.from; at <= cue.to; at++) taken.set(at, cue);
  return findDictations(
    stream,
    readSpokenDigits(stream, (at) => taken.has(at)),
    (at) => taken.get(at)?.cue === 'count',
  );
}

interface Explained {
  readonly dictation: Dictation;
  readonly explanation: Explanation;
}

/** In the order in which numbers are said: those that were said before explain later ones. */
function explainAll(stream: SpokenStream, cues: readonly FoundCue[]): Explained[] {
  const explained: Explained[] = [];
  const memory: Memory = { lastCard: -Infinity, lastNumber: -1, kept: new Set() };
  for (const dictation of joinUnfinished(listDictations(stream, cues), cues)) {
    for (const part of splitDictation(dictation, (whole) => toSpokenNumber(stream, cues, whole, memory), stream)) {
      explained.push(part);
      remember(memory, part);
    }
  }
  return explained;
}

/** What was said so far. */
interface Memory {
  /** Where a card's number ended. */
  lastCard: number;
  /** Where a number started that is long enough to be what a cue before it names. */
  lastNumber: number;
  readonly kept: Set<string>;
}

function remember(memory: Memory, { dictation, explanation }: Explained): void {
  if (explanation === 'card_number') memory.lastCard = dictation.to;
  const digits = dictation.chunks.reduce((sum, chunk) => sum + chunk.digits.length, 0);
  if (digits >= leastDigitsOfNumber) memory.lastNumber = dictation.from;
  if (explanation === 'kept') for (const number of wholeReadings(dictation)) memory.kept.add(number);
}

/**
 * First turns that are named as something to keep go by themselves: a postcode before a card's number. The rest as a whole;
 * where that says nothing, each turn by itself.
 */
function splitDictation(
  dictation: Dictation,
  toNumber: (dictation: Dictation) => SpokenNumber,
  stream: SpokenStream,
): Explained[] {
  const turns = splitTurns(stream, dictation);
  const kept = turns.length > 1 ? turns.findIndex((turn) => !isNamedToKeep(toNumber(turn))) : 0;
  const named = kept === -1 ? turns : turns.slice(0, kept);
  const rest = turns.slice(named.length);
  const explainedKept = named.map((turn): Explained => ({ dictation: turn, explanation: 'kept' }));
  if (rest.length === 0) return explainedKept;
  const whole = toDictation(rest.flatMap(({ chunks }) => chunks));
  const explanation = explainNumber(toNumber(whole));
  const parts =
    explanation === undefined && rest.length > 1
      ? rest.map((turn) => ({ dictation: turn, explanation: explainNumber(toNumber(turn)) }))
      : [{ dictation: whole, explanation }];
  return [...explainedKept, ...parts];
}

function toSpokenNumber(
  stream: SpokenStream,
  cues: readonly FoundCue[],
  dictation: Dictation,
  { lastCard, lastNumber, kept }: Memory,
): SpokenNumber {
  const { from, to } = dictation;
  const surroundings = surroundingsOf(cues, from, to, endOfTurn(stream, to));
  const wholes = wholeReadings(dictation);
  return {
    readings: readingsOf(dictation),
    wholes,
    written:
      to - from < maxWrittenWords
        ? stream
            .slice(from, to + 1)
            .map(({ core }) => core)
            .join(' ')
        : '',
    surroundings,
    wordsSinceNumber: from - lastNumber - 1,
    isKeptAlready: wholes.some((number) => kept.has(number)),
    isAfterCard: from - lastCard <= maxWordsAfterCard,
  };
}

function endOfTurn(stream: SpokenStream, at: number): number {
  let end = at;
  while (end - at < maxWordsAfter && isSameSegment(stream, end + 1, at)) end++;
  return end;
}

function splitTurns(stream: SpokenStream, { chunks }: Dictation): Dictation[] {
  const turns = Map.groupBy(chunks, ({ from }) => stream[from]?.segment);
  return [...turns.values()].map(toDictation);
}
