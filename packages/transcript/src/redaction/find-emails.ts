import type { Segment } from '@callscript/contracts';
import { isAfterEmailName } from '../numbers/asked-for-email.ts';
import { findEmails, notMailboxes } from '../numbers/email.ts';
import { toLexemes } from '../numbers/lexemes.ts';
import type { Conversation } from './conversation.ts';
import type { Finding } from './finding.ts';
import { rangeOf } from './dictations.ts';
import { lastBefore } from './places.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** An answer starts so many words after the question at most. */
const maxWordsAfterQuestion = 12;
const maxNamesBefore = 3;
/** Letters that are spelled so many words after an e-mail address was spoken of are part of one. */
const maxWordsToLetters = 30;
const leastLetters = 3;

/** E-mail addresses: written, said ("john dot smith at example dot com"), half of each, and spelled letter by letter. */
export function findEmailAddresses(segments: readonly Segment[], { stream, cues }: Conversation): Finding[] {
  const asked = cues.all.filter(({ cue }) => cue === 'email').map(({ to }) => to);
  const found = [...findWritten(stream, asked), ...findSaid(segments, stream, asked), ...findSpelled(stream, asked)];
  return found.map((words) => ({ kind: 'email', words }));
}

function findWritten(stream: SpokenStream, asked: readonly number[]): number[][] {
  return stream.flatMap(({ text }, at) => {
    const sign = text.indexOf('@');
    if (sign < 1 || sign === text.length - 1) return [];
    const hasRest = stream[at + 1]?.text === 'dot' && isSameSegment(stream, at, at + 2);
    const words = [at, ...(hasRest ? [at + 1, at + 2] : [])];
    return [[...startOfAnswer(stream, asked, at), ...words]];
  });
}

/** "john" in "it's john smith@example.com": the start of an answer, or one word that starts a turn. */
function startOfAnswer(stream: SpokenStream, asked: readonly number[], at: number): number[] {
  for (let from = at; from >= at - maxNamesBefore; from--) {
    const isTurn = isStartOfTurn(stream, from);
    if (isStartOfAnswer(stream, asked, from) || (isTurn && from === at - 1)) return rangeOf(from, at - 1);
    if (isTurn || notMailboxes.has(stream[from - 1]?.text ?? '')) return [];
  }
  return [];
}

function isStartOfTurn(stream: SpokenStream, at: number): boolean {
  return !isSameSegment(stream, at - 1, at);
}

/** The first word of a turn, or the first after an "it's", not long after an e-mail address was spoken of. */
function isStartOfAnswer(stream: SpokenStream, asked: readonly number[], at: number): boolean {
  const isStart = isStartOfTurn(stream, at) || beforeAnswers.has(stream[at - 1]?.text ?? '');
  return isStart && wordsSince(asked, at) <= maxWordsAfterQuestion;
}

/** Of each party by itself, so that a listener's "okay" does not cut an address in two. */
function findSaid(segments: readonly Segment[], stream: SpokenStream, asked: readonly number[]): number[][] {
  const places = Map.groupBy(stream.keys(), (at) => stream[at]?.party);
  return [...places.values()].flatMap((own) =>
    own.flatMap((at, i) => {
      if (stream[at]?.text !== 'at' && stream[at]?.text !== '@') return [];
      const nearby = own.slice(Math.max(0, i - maxWordsBeforeAt), i + maxWordsAfterAt);
      return nearby.some((place) => isOfDomain(stream[place]?.text ?? ''))
        ? findNear(segments, stream, asked, nearby)
        : [];
    }),
  );
}

const maxWordsBeforeAt = 14;
const maxWordsAfterAt = 14;

function isOfDomain(text: string): boolean {
  return text === 'dot' || text.includes('.');
}

/** @param places of one party, one after the other */
function findNear(
  segments: readonly Segment[],
  stream: SpokenStream,
  asked: readonly number[],
  places: readonly number[],
): number[][] {
  const words = places.flatMap((at) => segments[stream[at]?.segment ?? 0]?.words[stream[at]?.index ?? 0] ?? []);
  const lexemes = toLexemes(words);
  const isAnswer = (at: number): boolean => {
    const place = places[lexemes[at]?.word ?? 0] ?? 0;
    const isNamePair = isStartOfTurn(stream, place) && lexemes[at + 2]?.text === 'at';
    return isNamePair || isStartOfAnswer(stream, asked, place);
  };
  return findEmails(lexemes, (at) => isAfterEmailName(lexemes, at) || isAnswer(at)).map(({ start, end }) =>
    places.slice(lexemes[start]?.word, (lexemes[end - 1]?.word ?? 0) + 1),
  );
}

const beforeAnswers = new Set(["it's", 'its', 'is', 'yes', 'yeah', 'sure', 'okay', 'ok', 'um', 'uh', 'so']);

function findSpelled(stream: SpokenStream, asked: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (let at = 0; at < stream.length; at++) {
    if (!/^[a-z\d]$/.test(stream[at]?.text ?? '')) continue;
    const run = runs.at(-1);
    if (run?.at(-1) === at - 1 && isSameSegment(stream, at - 1, at)) run.push(at);
    else runs.push([at]);
  }
  return runs.filter(
    (run) =>
      run.length >= leastLetters && wordsSince(asked, run[0] ?? 0) <= maxWordsToLetters && hasLetters(stream, run),
  );
}

function hasLetters(stream: SpokenStream, run: readonly number[]): boolean {
  return run.filter((at) => /^[a-z]$/.test(stream[at]?.text ?? '')).length >= leastLetters;
}

/** Words between the last of the rising `places` before `at` and it. */
function wordsSince(places: readonly number[], at: number): number {
  return at - lastBefore(places, at) - 1;
}
