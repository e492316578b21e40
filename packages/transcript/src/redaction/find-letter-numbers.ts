import { isIfsc, isPan } from './checks/national-numbers.ts';
import type { Conversation } from './conversation.ts';
import { cueRules } from './cue-phrases.ts';
import { findDictations, wordsOf, type Dictation } from './dictations.ts';
import type { CueIndex } from './find-cues.ts';
import type { Finding } from './finding.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { readSpokenLetters } from './spoken-letters.ts';

/** Fewer letters and digits than these are no part of a PAN that anybody could use. */
const leastCharacters = 4;

/** Numbers of letters and digits: PAN, and the codes of bank branches. */
export function findLetterNumbers({ stream, cues, cueAt, digits }: Conversation): Finding[] {
  const letters = readSpokenLetters(stream, digits).map((said, at) => (cueAt[at] === undefined ? said : null));
  return findDictations(stream, letters, () => false).flatMap((dictation) => {
    const kind = kindOf(dictation, cues);
    return kind === undefined ? [] : [{ kind, words: wordsOf(dictation) }];
  });
}

function kindOf(dictation: Dictation, cues: CueIndex): 'pan' | 'bank_account' | undefined {
  const wholes = wholeReadings(dictation);
  if (!wholes.some((text) => /[A-Z]/.test(text))) return undefined;
  const readings = [...readingsOf(dictation)];
  if (readings.some(isPan)) return 'pan';
  if (readings.some(isIfsc)) return 'bank_account';
  const asked = cues.before(dictation.from).find(({ cue }) => cue !== 'count');
  const isNear = asked !== undefined && asked.distance <= cueRules.pan.maxWords;
  const isLong = wholes.some(({ length }) => length >= leastCharacters);
  return isNear && isLong && asked.cue === 'pan' ? 'pan' : undefined;
}
