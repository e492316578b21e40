import type { Conversation } from './conversation.ts';
import type { Cue } from './cue-phrases.ts';
import type { Dictation } from './dictations.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';
import { surroundingsOf } from './surroundings.ts';

/** With fewer digits than these a number of the kind may go on, whatever recognition left out. */
const neededDigits: Partial<Record<Cue, number>> = { card_number: 13, ssn: 7, aadhaar: 10, bank_account: 12, phone: 7 };
const maxWordsBetween = 25;
const maxWordsToCue = 2;

/**
 * Whether two dictations are one number although other words stand between: "the card number?" "four one one one" "hold on,
 * my computer is slow today" "one one one one …". Only where it is said what the number is, before its first part or after
 * its last, it is not complete yet, and nothing else is named in between.
 *
 * @param isNamed whether words say what the first part is by itself
 */
export function goesOn(
  first: Dictation,
  second: Dictation,
  conversation: Conversation,
  isNamed: () => boolean,
): boolean {
  const words = second.from - first.to - 1;
  const isLong = countDigits(second) > 1 || isTurn(second, conversation.stream);
  if (words > maxWordsBetween || countDigits(first) < 2 || !isLong) return false;
  const between = conversation.cues.before(second.from).filter(({ distance }) => distance < words);
  const isOpen = (cue: Cue | undefined): boolean =>
    countDigits(first) < (neededDigits[cue ?? 'nothing'] ?? 0) &&
    between.every((near) => near.cue === 'count' || near.cue === cue);
  const asked = conversation.cues.before(first.from).find(({ cue }) => cue !== 'count')?.cue;
  return isOpen(asked) || (isOpen(cueAfter(second, conversation)) && !isNamed());
}

/** Nothing else is said in it. */
function isTurn({ from, to }: Dictation, stream: SpokenStream): boolean {
  return !isSameSegment(stream, from - 1, from) && !isSameSegment(stream, to, to + 1);
}

/** "… is my card number", "… the best number". */
function cueAfter({ from, to }: Dictation, conversation: Conversation): Cue | undefined {
  const { named, after } = surroundingsOf(conversation, from, to);
  return (named[0] ?? after.find(({ distance }) => distance <= maxWordsToCue))?.cue;
}

/** By the party that says the most. */
function countDigits({ chunks }: Dictation): number {
  const counts = new Map<string, number>();
  for (const { party, digits } of chunks) counts.set(party, (counts.get(party) ?? 0) + digits.length);
  return Math.max(...counts.values());
}
