import type { Redaction, RedactionKind, RedactionPolicy, Segment } from '@callscript/contracts';
import { toConversation } from './conversation.ts';
import { findDates } from './find-dates.ts';
import { findEmailAddresses } from './find-emails.ts';
import { findLetterNumbers } from './find-letter-numbers.ts';
import { findAllDigits, findNumbers } from './find-numbers.ts';
import { replaceFindings } from './replace.ts';

/** With the kind `digits`, no row of so many digits stays. */
const leastDigits = 4;

/** What is taken out may leave plain what was hidden beside it; nothing takes more steps than these. */
const maxRounds = 5;

/**
 * Takes out of a conversation what a business does not want kept, whether it is written or said, in one turn or many, and
 * read back by whoever. Works on numbers as they were said and as they are written; done twice, it changes nothing more.
 *
 * @param segments the whole conversation, in order
 * @returns what was taken out as kinds and times, by start, never as words
 */
export function redactSegments(
  segments: readonly Segment[],
  { kinds }: Pick<RedactionPolicy, 'kinds'>,
): { segments: Segment[]; redactions: Redaction[] } {
  const wanted = new Set(kinds);
  const redactions: Redaction[] = [];
  let redacted = [...segments];
  for (let round = 0; round < maxRounds && wanted.size > 0; round++) {
    const step = redactOnce(redacted, wanted);
    if (step.redactions.length === 0) break;
    redacted = step.segments;
    redactions.push(...step.redactions);
  }
  return { segments: redacted, redactions: redactions.sort((a, b) => a.start - b.start) };
}

function redactOnce(
  segments: readonly Segment[],
  wanted: ReadonlySet<RedactionKind>,
): { segments: Segment[]; redactions: Redaction[] } {
  const conversation = toConversation(segments);
  const isWanted = (...kinds: RedactionKind[]): boolean => kinds.some((kind) => wanted.has(kind));
  const findings = [
    ...(isWanted('email') ? findEmailAddresses(segments, conversation) : []),
    ...(isWanted('pan', 'bank_account') ? findLetterNumbers(conversation) : []),
    ...findNumbers(conversation),
    ...(isWanted('date_of_birth', 'card_security_code') ? findDates(conversation) : []),
    ...(isWanted('digits') ? findAllDigits(conversation, leastDigits) : []),
  ].filter(({ kind }) => wanted.has(kind));
  return replaceFindings(segments, conversation.stream, findings);
}
