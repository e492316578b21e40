import { toDictation, type Dictation } from './dictations.ts';
import type { Cue } from './cue-phrases.ts';
import type { CueIndex } from './find-cues.ts';

/** With fewer digits than these a number of the kind goes on, whatever recognition left out. */
const neededDigits: Partial<Record<Cue, number>> = { card_number: 13, ssn: 7, aadhaar: 10, bank_account: 7 };
const maxWordsBetween = 25;

/**
 * Puts together what is one number although other words stand between: "the card number?" "four one one one" "hold on, my
 * computer is slow today" "one one one one …". Only where the number was asked for, is not complete yet, and nothing else is
 * named in between.
 */
export function joinUnfinished(dictations: readonly Dictation[], cues: CueIndex): Dictation[] {
  const joined: Dictation[] = [];
  for (const dictation of dictations) {
    const before = joined.at(-1);
    if (before !== undefined && isContinued(before, dictation, cues)) {
      joined[joined.length - 1] = toDictation([...before.chunks, ...dictation.chunks]);
    } else {
      joined.push(dictation);
    }
  }
  return joined;
}

function isContinued(first: Dictation, second: Dictation, cues: CueIndex): boolean {
  const words = second.from - first.to - 1;
  if (words > maxWordsBetween || countDigits(second) < 2) return false;
  const asked = cues.before(first.from).find(({ cue }) => cue !== 'count');
  const needed = neededDigits[asked?.cue ?? 'nothing'];
  if (needed === undefined || countDigits(first) >= needed) return false;
  return cues
    .before(second.from)
    .every(({ cue, distance }) => distance >= words || cue === 'count' || cue === asked?.cue);
}

/** By the party that says the most. */
function countDigits({ chunks }: Dictation): number {
  const counts = new Map<string, number>();
  for (const { party, digits } of chunks) counts.set(party, (counts.get(party) ?? 0) + digits.length);
  return Math.max(...counts.values());
}
