import type { Word } from '@callscript/contracts';
import { plainWord } from '../metrics/plain-word.ts';

/** A pause this long ends a phrase, so that no pattern spans it. */
const phrasePauseSeconds = 1;
/** A voice's first words: where people say who they are. */
const openingWords = 40;
/** What is said after ten minutes tells nothing that was not told before. */
const wordsMax = 1500;

/** What a voice says, for patterns: plain words with contractions written out, phrases apart by `|`, a space at each end. */
export interface SpokenText {
  readonly all: string;
  readonly opening: string;
}

/** @param words of one voice, by start; so many of the first are read */
export function toSpokenText(words: readonly Word[], nameWords: (plain: readonly string[]) => string[]): SpokenText {
  const plain: string[] = [];
  let endedAt = -Infinity;
  for (const { word, start, end } of words.slice(0, wordsMax)) {
    if (start - endedAt >= phrasePauseSeconds && plain.length > 0) plain.push('|');
    plain.push(...plainPhrase(word));
    endedAt = end;
  }
  const named = nameWords(plain);
  return { all: padded(named), opening: padded(named.slice(0, openingWords)) };
}

const padded = (words: readonly string[]): string => ` ${words.join(' ')} `;

const endsSentence = /[.?!]["')]*$/;

/** A word in plain words; the end of a sentence, where recognition marks it, ends a phrase. */
function plainPhrase(word: string): string[] {
  const plain = plainWord(word);
  if (plain === '') return [];
  const whole = contractions.get(plain) ?? writeOut(plain);
  return endsSentence.test(word) ? [...whole, '|'] : whole;
}

const contractions: ReadonlyMap<string, string[]> = new Map(
  Object.entries({
    "can't": 'can not',
    cant: 'can not',
    cannot: 'can not',
    "won't": 'will not',
    dont: 'do not',
    didnt: 'did not',
    im: 'i am',
    ive: 'i have',
    youre: 'you are',
    whats: 'what is',
    thats: 'that is',
    "let's": 'let us',
    thanks: 'thank you',
    gonna: 'going to',
    wanna: 'want to',
  }).map(([short, long]) => [short, long.split(' ')]),
);

/** Words after which `'s` is "is" and not a possession. */
const isIs = new Set([
  'what',
  'who',
  'how',
  'where',
  'when',
  'that',
  'it',
  'there',
  'here',
  'name',
  'he',
  'she',
  'this',
]);
const endings: Record<string, string> = { m: 'am', ll: 'will', ve: 'have', re: 'are', d: 'would' };

function writeOut(plain: string): string[] {
  const negated = /^(.+)n't$/.exec(plain)?.[1];
  if (negated !== undefined) return [negated, 'not'];
  const [, stem = '', ending = ''] = /^(.+)'(\w+)$/.exec(plain) ?? [];
  if (ending === 's') return isIs.has(stem) ? [stem, 'is'] : [plain];
  const long = endings[ending];
  return long === undefined ? [plain] : [stem, long];
}
