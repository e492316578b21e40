import type { Evidence, Segment, Speaker, Transcript } from '@callscript/contracts';
import { isNumber, normaliseWord } from './normalise.ts';

/** One word as the transcript shows it. */
export interface SpokenWord {
  text: string;
  start: number;
  end: number;
  speaker: Speaker;
  turn: number;
  confidence: number | undefined;
}

/** One written-out word as patterns see it. A spoken word gives none, one or several of them. */
export interface Token {
  text: string;
  /** Index into `words`. */
  word: number;
  speaker: Speaker;
  turn: number;
  /** Sentences are numbered through the call; without punctuation a turn is one sentence. */
  sentence: number;
  /** Seconds of silence before it within its turn. */
  pauseBefore: number;
}

/** What one speaker said before the other took over. Token indices; `end` is exclusive. */
export interface Turn {
  speaker: Speaker;
  start: number;
  end: number;
}

/** A run of tokens; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A call prepared for matching: built once, read by every rule. */
export interface CallText {
  words: SpokenWord[];
  tokens: Token[];
  turns: Turn[];
  /** Sentences that end in a question mark. */
  questions: Set<number>;
}

/** Words that keep a speaker going without taking the turn. */
const backchannels = new Set('okay yeah yes yep right sure all i see got it huh wow good great'.split(' '));
const backchannelWordsMax = 2;
/** Across a backchannel, a longer silence than this starts a new turn. */
const resumePauseMax = 3;

export function buildCallText(transcript: Transcript): CallText {
  const call: CallText = { words: [], tokens: [], turns: [], questions: new Set() };
  let sentence = 0;
  for (const segments of groupTurns(transcript.segments)) {
    const first = segments[0];
    if (first === undefined) continue;
    const turn: Turn = { speaker: first.speaker, start: call.tokens.length, end: 0 };
    const turnIndex = call.turns.length;
    let silentSince: number | undefined;
    for (const word of segments.flatMap(spokenWords)) {
      const index = call.words.push({ ...word, speaker: first.speaker, turn: turnIndex }) - 1;
      let pauseBefore = Math.max(0, word.start - (silentSince ?? word.start));
      for (const text of normaliseWord(word.text)) {
        const isStutter = call.tokens.length > turn.start && call.tokens.at(-1)?.text === text && !isNumber(text);
        if (isStutter) continue;
        call.tokens.push({ text, word: index, speaker: first.speaker, turn: turnIndex, sentence, pauseBefore });
        pauseBefore = 0;
      }
      silentSince = word.end;
      if (/[.?!\u0964]["')]*$/.test(word.text)) {
        if (word.text.includes('?')) call.questions.add(sentence);
        sentence += 1;
      }
    }
    sentence += 1;
    turn.end = call.tokens.length;
    call.turns.push(turn);
  }
  return call;
}

/** Joins a speaker's segments over the other's "okay" and "yeah", which arrive as segments of their own. */
function groupTurns(segments: Segment[]): Segment[][] {
  const turns: Segment[][] = [];
  let current: Segment[] = [];
  let aside: Segment[] = [];
  for (const segment of segments) {
    const last = current.at(-1);
    if (last === undefined) {
      current = [segment];
      turns.push(current);
    } else if (segment.speaker === last.speaker) {
      if (aside.length > 0 && segment.start - last.end > resumePauseMax) {
        current = [segment];
        turns.push(current);
      } else current.push(segment);
      aside = [];
    } else if (aside.length === 0 && isBackchannel(segment)) {
      aside = [segment];
      turns.push(aside);
    } else {
      current = aside[0]?.speaker === segment.speaker ? aside : [];
      if (current.length === 0) turns.push(current);
      current.push(segment);
      aside = [];
    }
  }
  return turns;
}

function isBackchannel(segment: Segment): boolean {
  const words = normaliseWord(segment.text);
  return words.length <= backchannelWordsMax && words.every((word) => backchannels.has(word));
}

/** The segment's words, spelled as its text spells them; where a provider gives no words, spread over its time. */
function spokenWords(segment: Segment): Omit<SpokenWord, 'speaker' | 'turn'>[] {
  const pieces = segment.text.split(/\s+/).filter((piece) => piece !== '');
  if (segment.words.length === 0) {
    const step = Math.max(0, segment.end - segment.start) / Math.max(1, pieces.length);
    return pieces.map((text, index) => ({
      text,
      start: segment.start + step * index,
      end: segment.start + step * (index + 1),
      confidence: undefined,
    }));
  }
  return segment.words.map(({ word, start, end, confidence }, index) => ({
    text: pieces.length === segment.words.length ? (pieces[index] ?? word) : word.trim(),
    start,
    end: Math.max(start, end),
    confidence,
  }));
}

/** The transcript's own words of a span of tokens, with their times. */
export function quoteOf(call: CallText, span: Span): Evidence {
  const first = call.tokens[span.start];
  const last = call.tokens[span.end - 1];
  if (first === undefined || last === undefined) throw new RangeError('a quote needs at least one token');
  const words = call.words.slice(first.word, last.word + 1);
  return {
    speaker: first.speaker,
    quote: words
      .map((word) => word.text)
      .filter((text) => text !== '')
      .join(' '),
    start: words[0]?.start ?? 0,
    end: words.reduce((latest, word) => Math.max(latest, word.end), 0),
  };
}

/** When a token was spoken, in seconds. */
export function startOf(call: CallText, token: number): number {
  return call.words[call.tokens[token]?.word ?? -1]?.start ?? 0;
}

/** The end of the turn a token belongs to. */
export function turnOf(call: CallText, token: number): Turn {
  const turn = call.turns[call.tokens[token]?.turn ?? -1];
  if (turn === undefined) throw new RangeError(`no token ${token}`);
  return turn;
}
