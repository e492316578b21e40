import type { Segment } from '@callscript/contracts';
import { plainForm, takeApart } from '../words/written-word.ts';

/** A word of a conversation, in the order of its segments. */
export interface SpokenWord {
  /** Index of its segment, and of it within the segment. */
  readonly segment: number;
  readonly index: number;
  /** Tells the parties apart, also where nobody knows who they are. */
  readonly party: string;
  /** As written, without punctuation around it, digits of Indian scripts in ASCII. */
  readonly core: string;
  /** `core` in lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type SpokenStream = readonly SpokenWord[];

export function toStream(segments: readonly Segment[]): SpokenStream {
  return segments.flatMap(({ words, speaker, voice }, segment) =>
    words.map(({ word, start, end }, index) => {
      const core = toAsciiDigits(takeApart(word).core);
      return { segment, index, party: `${speaker} ${voice ?? ''}`, core, text: plainForm(core), start, end };
    }),
  );
}

/** In the Unicode blocks of Indian scripts, 128 code points each, digits start at the same place. */
function toAsciiDigits(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(
    /[\u0966-\u096F\u09E6-\u09EF\u0A66-\u0A6F\u0AE6-\u0AEF\u0B66-\u0B6F\u0BE6-\u0BEF\u0C66-\u0C6F\u0CE6-\u0CEF\u0D66-\u0D6F]/g,
    (digit) => String(((digit.codePointAt(0) ?? 0) - 0x66) & 0x7f),
  );
}

export function isSameSegment(stream: SpokenStream, a: number, b: number): boolean {
  return stream[a]?.segment === stream[b]?.segment;
}
