import { monthOf, numberBelowHundred, ordinalWords } from '../numbers/number-words.ts';
import { bridgeWords } from './bridges.ts';
import type { Conversation } from './conversation.ts';
import { rangeOf } from './dictations.ts';
import type { FoundCue } from './find-cues.ts';
import type { Finding } from './finding.ts';
import { isUnit } from './amounts.ts';
import type { SpokenStream } from './spoken-stream.ts';

type DatePart = 'month' | 'day' | 'number' | 'year' | 'date';

/** So many words after "date of birth" the date begins, and so many later it goes on or is said again. */
const maxWordsToDate = 25;
const maxWordsToExpiry = 12;
const maxWordsOn = 12;

/** Dates of birth, and until when a card is good. */
export function findDates({ stream, cues }: Conversation): Finding[] {
  let lastCard = -Infinity;
  return cues.all.flatMap(({ cue, to }, i): Finding[] => {
    if (cue === 'card_number' || cue === 'card_security_code') lastCard = to;
    const next = cues.all[i + 1];
    if (cue === 'date_of_birth') return toFindings('date_of_birth', collect(stream, cues.all, i, maxWordsToDate));
    const isOfCard =
      to - lastCard <= maxWordsOfCard || (next?.cue === 'card_security_code' && next.from - to <= maxWordsOn);
    return cue === 'card_expiry' && isOfCard
      ? toFindings('card_security_code', collect(stream, cues.all, i, maxWordsToExpiry))
      : [];
  });
}

const maxWordsOfCard = 60;

function toFindings(kind: Finding['kind'], words: number[]): Finding[] {
  return words.length === 0 ? [] : [{ kind, words }];
}

/** The dates that follow a cue, up to one of something else; one named in the same breath does not count. */
function collect(stream: SpokenStream, cues: readonly FoundCue[], cueIndex: number, maxWords: number): number[] {
  const start = cues[cueIndex]?.to ?? 0;
  const words: number[] = [];
  let limit = start + maxWords;
  let nextCue = cueIndex + 1;
  for (let at = start + 1; at < stream.length && at <= limit; at++) {
    while ((cues[nextCue]?.to ?? Infinity) < at) nextCue++;
    const isCue = (cues[nextCue]?.from ?? Infinity) <= at;
    const isOther = isCue && stream[at]?.segment !== stream[start]?.segment;
    if (isOther && cues[nextCue]?.cue !== cues[cueIndex]?.cue && cues[nextCue]?.cue !== 'count') break;
    const cluster = isCue ? [] : readCluster(stream, at);
    const isOtherYear = words.length > 0 && /^(in|since)$/.test(stream[at - 1]?.text ?? '');
    if (cluster.length === 0 || isOtherYear) {
      at = cluster.at(-1) ?? at;
      continue;
    }
    words.push(...cluster);
    at = cluster.at(-1) ?? at;
    limit = at + maxWordsOn;
  }
  return words;
}

/** The places of a date that starts at `at`: a month and a day, a written date, a year, or four digits of numbers. */
function readCluster(stream: SpokenStream, at: number): number[] {
  const places: number[] = [];
  const parts: DatePart[] = [];
  for (let next = at; next < stream.length && next - (places.at(-1) ?? at) <= 4; next++) {
    const part = partOf(stream[next]?.text ?? '');
    if (part !== undefined) {
      places.push(next);
      parts.push(part);
    } else if (next === at || !isBetweenParts(stream[next]?.text ?? '')) {
      break;
    }
  }
  const end = places.at(-1) ?? at;
  const texts = places.map((place) => stream[place]?.text ?? '');
  return isDate(parts, texts) && !isUnit(stream, end + 1) ? rangeOf(at, end) : [];
}

function isBetweenParts(text: string): boolean {
  return text === 'of' || bridgeWords.has(text);
}

function isDate(parts: readonly DatePart[], texts: readonly string[]): boolean {
  if (parts.includes('date') || parts.includes('year')) return true;
  if (parts.includes('month')) return parts.length > 1;
  return parts.length >= 2 && parts.length <= 10 && texts.join('').length >= 3;
}

function partOf(text: string): DatePart | undefined {
  if (/^\d{1,4}([/.-]\d{1,4}){1,2}$/.test(text)) return 'date';
  if (/^(19|20)\d\d$/.test(text)) return 'year';
  if (/^\d{1,8}$/.test(text)) return text.length > 4 ? 'date' : 'number';
  if (/^\d{1,2}(st|nd|rd|th)$/.test(text) || ordinalWords.has(text) || isHyphenedDay(text)) return 'day';
  if (monthOf(text) !== undefined || shortMonths.has(text)) return 'month';
  return isNumberWord(text) ? 'number' : undefined;
}

const shortMonths = new Set('jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '));

function isHyphenedDay(text: string): boolean {
  return /^(twenty|thirty)-[a-z]+$/.test(text) && ordinalWords.has(text.slice(7));
}

function isNumberWord(text: string): boolean {
  return numberBelowHundred(text) !== undefined || /^(oh|hundred|thousand|double)$/.test(text);
}
