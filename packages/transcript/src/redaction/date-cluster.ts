import { monthOf, numberBelowHundred, ordinalWords } from '../numbers/number-words.ts';
import { isUnit } from './amounts.ts';
import { bridgeWords } from './bridges.ts';
import { rangeOf } from './dictations.ts';
import type { SpokenStream } from './spoken-stream.ts';

type DatePart = 'month' | 'day' | 'number' | 'year' | 'date';

/** More parts are no date, and more words between two of them make two dates. */
const maxParts = 10;
const maxWordsBetweenParts = 3;
const shortMonths = new Set('jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '));

/** The places of a date that starts at `at`: a month and a day, a written date, a year, or numbers that could be one. */
export function readDateCluster(stream: SpokenStream, at: number): number[] {
  const parts: DatePart[] = [];
  let end = at;
  let letters = 0;
  for (let next = at; next - end <= maxWordsBetweenParts + 1 && parts.length < maxParts; next++) {
    const text = stream[next]?.text ?? '';
    const part = partOf(text);
    if (part === undefined && (next === at || !(text === 'of' || bridgeWords.has(text)))) break;
    if (part === undefined) continue;
    parts.push(part);
    letters += text.length;
    end = next;
  }
  return isDate(parts, letters) && !isUnit(stream, end + 1) ? rangeOf(at, end) : [];
}

function isDate(parts: readonly DatePart[], letters: number): boolean {
  if (parts.includes('date') || parts.includes('year')) return true;
  return parts.length > 1 && (parts.includes('month') || letters > 2);
}

function partOf(text: string): DatePart | undefined {
  if (/^\d{1,4}([/.-]\d{1,4}){1,2}$/.test(text) || /^(\d{6}|\d{8})$/.test(text)) return 'date';
  if (/^(19|20)\d\d$/.test(text)) return 'year';
  if (/^\d{1,4}$/.test(text)) return 'number';
  if (/^\d{1,2}(st|nd|rd|th)$/.test(text) || ordinalWords.has(text) || isHyphenedDay(text)) return 'day';
  if (monthOf(text) !== undefined || shortMonths.has(text)) return 'month';
  return isNumberWord(text) ? 'number' : undefined;
}

/** "twenty-first", "thirty-first". */
function isHyphenedDay(text: string): boolean {
  return /^(twenty|thirty)-[a-z]+$/.test(text) && ordinalWords.has(text.slice(7));
}

function isNumberWord(text: string): boolean {
  return numberBelowHundred(text) !== undefined || /^(oh|hundred|thousand|double)$/.test(text);
}
