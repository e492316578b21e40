import { isIfsc, isPan } from './checks/national-numbers.ts';
import { cueRules } from './cue-phrases.ts';
import { findDictations, wordsOf, type Dictation } from './dictations.ts';
import { surroundingsOf, type FoundCue } from './find-cues.ts';
import type { Finding } from './finding.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { readSpokenLetters } from './spoken-letters.ts';
import type { SpokenStream } from './spoken-stream.ts';

/** Fewer letters and digits than these are no part of a PAN that anybody could use. */
const leastCharacters = 4;

/** Numbers of letters and digits: PAN, and the codes of bank branches. */
export function findLetterNumbers(stream: SpokenStream, cues: readonly FoundCue[]): Finding[] {
  const taken = new Set<number>();
  for (const { from, to } of cues) for (let at = from; at <= to; at++) taken.add(at);
  const letters = readSpokenLetters(
    stream,
    readSpokenDigits(stream, (at) => taken.has(at)),
  ).map((said, at) => (taken.has(at) ? null : said));
  return findDictations(stream, letters, () => false).flatMap((dictation) => {
    const kind = kindOf(dictation, cues);
    return kind === undefined ? [] : [{ kind, words: wordsOf(dictation) }];
  });
}

function kindOf(dictation: Dictation, cues: readonly FoundCue[]): 'pan' | 'bank_account' | undefined {
  const wholes = wholeReadings(dictation);
  if (!wholes.some((text) => /[A-Z]/.test(text))) return undefined;
  const readings = [...readingsOf(dictation)];
  if (readings.some(isPan)) return 'pan';
  if (readings.some(isIfsc)) return 'bank_account';
  const asked = surroundingsOf(cues, dictation.from, dictation.to).before.find(({ cue }) => cue !== 'count');
  const isNear = asked !== undefined && asked.distance <= cueRules.pan.maxWords;
  const isLong = wholes.some(({ length }) => length >= leastCharacters);
  return isNear && isLong && asked.cue === 'pan' ? 'pan' : undefined;
}
