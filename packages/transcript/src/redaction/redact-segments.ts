import type { Redaction, RedactionPolicy, Segment } from '@callscript/contracts';
import { findAllDigits, findNumbers } from './find-numbers.ts';
import { findCues } from './find-cues.ts';
import { findDates } from './find-dates.ts';
import { findEmailAddresses } from './find-emails.ts';
import { findLetterNumbers } from './find-letter-numbers.ts';
import { replaceFindings } from './replace.ts';
import { toStream } from './spoken-stream.ts';

/** With the kind `digits`, no row of so many digits stays. */
const leastDigits = 4;

/**
 * Takes out of a conversation what a business does not want kept, whether it is written or said, in one turn or many, and
 * read back by whoever. Works on numbers as they were said and as they are written; done twice, it changes nothing more.
 *
 * @param segments the whole conversation, in order
 * @returns what was taken out as kinds and times, never as words
 */
export function redactSegments(
  segments: readonly Segment[],
  { kinds }: Pick<RedactionPolicy, 'kinds'>,
): { segments: Segment[]; redactions: Redaction[] } {
  const wanted = new Set(kinds);
  if (wanted.size === 0) return { segments: [...segments], redactions: [] };
  const stream = toStream(segments);
  const cues = findCues(stream);
  const findings = [
    ...findEmailAddresses(segments, stream, cues),
    ...findLetterNumbers(stream, cues),
    ...findNumbers(stream, cues),
    ...findDates(stream, cues),
    ...findAllDigits(stream, cues, leastDigits),
  ].filter(({ kind }) => wanted.has(kind));
  return replaceFindings(segments, stream, findings);
}
