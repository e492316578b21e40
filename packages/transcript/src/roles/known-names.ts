import { plainWord } from '../metrics/plain-word.ts';
import { editDistance, soundsLike } from './sounds-like.ts';

/** Stand in a spoken text for the agent's name and for that of the business. */
export const agentMark = '@agent';
export const businessMark = '@business';

const nameLettersMin = 3;
/** Fewer letters than this of a business's longer name may be any word, and a letter off makes another word of them. */
const businessLettersMin = 5;
/** What a business's name has on paper alone. */
const onPaper = new Set([
  'the',
  'inc',
  'llc',
  'ltd',
  'pvt',
  'limited',
  'private',
  'company',
  'co',
  'corp',
  'group',
  'plc',
]);

/** Finds two names in plain words, also as a recogniser writes them ("blue bird" is Bluebird), and puts the marks there. */
export function createNameMarker(agentName: string | null, businessName: string) {
  const agent = wordsOf(agentName ?? '').filter((part) => part.length >= nameLettersMin);
  const business = beginningsOf(wordsOf(businessName).filter((part) => !onPaper.has(part)));
  const isAgent = remembering((word: string) => agent.some((part) => soundsLike(word, part)));
  return (words: readonly string[]): string[] => {
    const marked: string[] = [];
    for (let i = 0; i < words.length;) {
      const length = businessLength(words, i, business);
      const word = words[i] ?? '';
      if (length > 0) marked.push(businessMark);
      else if (isAgent(word)) marked.push(agentMark);
      else marked.push(word);
      i += Math.max(1, length);
    }
    return marked.filter((word, i) => word !== agentMark || marked[i - 1] !== agentMark);
  };
}

const wordsOf = (name: string): string[] =>
  name
    .split(/[\s,&-]+/)
    .map(plainWord)
    .filter(Boolean);

/** A name's first word, its first two, and so on, written as one. */
function beginningsOf(words: readonly string[]): string[] {
  return words
    .map((_, i) => words.slice(0, i + 1).join(''))
    .filter((letters, i) => letters.length >= (i === words.length - 1 ? nameLettersMin : businessLettersMin));
}

/** How many words from `at` on are one of the names, give or take a letter but the first; 0 where none stands there. */
function businessLength(words: readonly string[], at: number, names: readonly string[]): number {
  let letters = words[at] ?? '';
  const alike = names.filter((name) => name.startsWith(letters.charAt(0)));
  const lettersMax = Math.max(...alike.map(({ length }) => length)) + 1;
  let best = { length: 0, distance: Infinity };
  for (let length = 1; letters.length <= lettersMax && at + length <= words.length; length += 1) {
    const distance = Math.min(...alike.map((name) => distanceOf(letters, name)));
    if (distance < best.distance || (distance === best.distance && distance === 0)) best = { length, distance };
    letters += words[at + length] ?? '';
  }
  return best.length;
}

/** Infinity for what is too far from a name to be it. */
function distanceOf(letters: string, name: string): number {
  const distanceMax = name.length < businessLettersMin ? 0 : 1;
  if (Math.abs(letters.length - name.length) > distanceMax) return Infinity;
  const distance = editDistance(letters, name);
  return distance > distanceMax ? Infinity : distance;
}

/** People use few words again and again. */
function remembering(decide: (word: string) => boolean): (word: string) => boolean {
  const decided = new Map<string, boolean>();
  return (word) => {
    const known = decided.get(word) ?? decide(word);
    decided.set(word, known);
    return known;
  };
}
