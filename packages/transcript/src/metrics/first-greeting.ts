import type { Word } from '@callscript/contracts';
import { greetingWordsMax } from './constants.ts';
import { plainWord } from './plain-word.ts';

const greeting =
  /^(?:hello|hi|hey|greetings|welcome|namaste|namaskar|good (?:morning|afternoon|evening|day)|(?:thank you|thanks)(?: so much)? for (?:calling|contacting))(?: |$)/;
/** The longest greeting, in words. */
const windowWords = 6;

/** When a greeting begins among the first words of a side; null where there is none. @param words by start */
export function firstGreetingSeconds(words: readonly Word[]): number | null {
  const plain = words.slice(0, greetingWordsMax).map(({ word }) => plainWord(word));
  const at = plain.findIndex((_, i) => greeting.test(plain.slice(i, i + windowWords).join(' ')));
  return words[at]?.start ?? null;
}
