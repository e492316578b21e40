import { isIfsc, isPan } from './checks/national-numbers.ts';
import type { Conversation } from './conversation.ts';
import { cueRules } from './cue-phrases.ts';
import { findDictations, wordsOf, type Dictation } from './dictations.ts';
import type { Finding } from './finding.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { readSpokenLetters } from './spoken-letters.ts';
import { isSameSegment } from './spoken-stream.ts';

/** Fewer letters and digits than these are no part of a PAN that anybody could use. */
const leastCharacters = 4;

const panLength = 10;
const maxWordsBetween = 25;

/** Numbers of letters and digits: PAN, and the codes of bank branches. */
export function findLetterNumbers(conversation: Conversation): Finding[] {
  const { stream, cueAt, digits } = conversation;
  const letters = readSpokenLetters(stream, digits).map((said, at) => (cueAt[at] === undefined ? said : null));
  const found: Finding[] = [];
  let unfinished: Dictation | undefined;
  for (const dictation of findDictations(stream, letters, () => false)) {
    const isRest = unfinished !== undefined && isContinued(unfinished, dictation, conversation);
    const kind = isRest ? 'pan' : kindOf(dictation, conversation);
    if (kind === undefined) continue;
    found.push({ kind, words: wordsOf(dictation) });
    unfinished = kind === 'pan' && !isRest && isShort(dictation) ? dictation : undefined;
  }
  return found;
}

function isShort(dictation: Dictation): boolean {
  return wholeReadings(dictation).every(({ length }) => length < panLength);
}

/** The last letter of a PAN may come after other words, in a turn of its own. */
function isContinued(first: Dictation, second: Dictation, { stream, cues }: Conversation): boolean {
  const words = second.from - first.to - 1;
  const isTurn =
    !isSameSegment(stream, second.from - 1, second.from) && !isSameSegment(stream, second.to, second.to + 1);
  const isNamed = cues.before(second.from).some(({ cue, distance }) => distance < words && cue !== 'count');
  return words <= maxWordsBetween && isTurn && !isNamed;
}

function kindOf(dictation: Dictation, { stream, cues }: Conversation): 'pan' | 'bank_account' | undefined {
  const wholes = wholeReadings(dictation);
  if (!wholes.some((text) => /[A-Z]/.test(text))) return undefined;
  const written = stream.slice(dictation.from, dictation.to + 1).map(({ core }) => core.toUpperCase());
  const readings = [...readingsOf(dictation), ...written];
  if (readings.some(isPan)) return 'pan';
  if (readings.some(isIfsc)) return 'bank_account';
  const asked = cues.before(dictation.from).find(({ cue }) => cue !== 'count');
  const isNear = asked !== undefined && asked.distance <= cueRules.pan.maxWords;
  const isLong = wholes.some(({ length }) => length >= leastCharacters);
  return isNear && isLong && asked.cue === 'pan' ? 'pan' : undefined;
}
