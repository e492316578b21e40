import { createHash } from 'node:crypto';
import type { Segment, Transcript } from '@callscript/contracts';
import { clock } from '../../rules/clock.ts';

/** A line is cut where it would last longer, so that each line's time tells where its words are. */
const lineSeconds = 12;

export interface TranscriptExcerpt {
  /** The lines between two markers that the speakers cannot know. */
  text: string;
  marker: string;
  linesLeftOut: number;
}

/** The call as numbered data: `[0:42] agent: …`. Over the budget, lines are left out of the middle. */
export function excerptTranscript(transcript: Transcript, tokensMax: number): TranscriptExcerpt {
  const lines = transcript.segments.flatMap(linesOf);
  const { head, tail } = ends(lines, tokensMax);
  const linesLeftOut = lines.length - head.length - tail.length;
  const gap = linesLeftOut > 0 ? [`[${linesLeftOut} lines left out]`] : [];
  const digest = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
  const marker = `CALL-${digest}`;
  return { text: [`<<<${marker}`, ...head, ...gap, ...tail, `${marker}>>>`].join('\n'), marker, linesLeftOut };
}

/** About four bytes of text make a token; scripts other than Latin take more bytes and more tokens. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

/** As many lines from the start and from the end as the budget holds, taken in turns. */
function ends(lines: readonly string[], tokensMax: number): { head: string[]; tail: string[] } {
  const head: string[] = [];
  const tail: string[] = [];
  let budget = tokensMax;
  let first = 0;
  let last = lines.length - 1;
  while (first <= last) {
    const takesHead = head.length <= tail.length;
    const line = lines[takesHead ? first : last] ?? '';
    budget -= estimateTokens(line) + 1;
    if (budget < 0) break;
    if (takesHead) {
      head.push(line);
      first += 1;
    } else {
      tail.unshift(line);
      last -= 1;
    }
  }
  return { head, tail };
}

function linesOf(segment: Segment): string[] {
  const words =
    segment.words.length > 0
      ? segment.words.map(({ word, start }) => ({ word, start }))
      : segment.text.split(/\s+/).map((word) => ({ word, start: segment.start }));
  const lines: { start: number; words: string[] }[] = [];
  for (const { word, start } of words) {
    const text = word.replaceAll(/[\s<>]+/g, ' ').trim();
    if (text === '') continue;
    const line = lines.at(-1);
    if (line === undefined || start - line.start > lineSeconds) lines.push({ start, words: [text] });
    else line.words.push(text);
  }
  return lines.map((line) => `[${clock(line.start)}] ${segment.speaker}: ${line.words.join(' ')}`);
}
