import type { SpokenDigits } from './spoken-digits.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** What recognition makes of a letter's name, in rows of letters and digits. */
const letterNames: ReadonlyMap<string, string> = new Map(
  (
    'ay A bee B be B cee C see C sea C dee D ef F eff F gee G aitch H haitch H jay J kay K el L ell L em M en N pee P pea P ' +
    'cue Q queue Q ess S tee T tea T you U vee V ex X why Y wye Y zee Z zed Z are R'
  )
    .split(' ')
    .reduce<[string, string][]>(
      (pairs, word, i, all) => (i % 2 === 0 ? [...pairs, [word, all[i + 1] ?? '']] : pairs),
      [],
    ),
);
/** English words that are letters only between letters and digits. */
const words = new Set([
  'be',
  'see',
  'sea',
  'pea',
  'queue',
  'tea',
  'you',
  'why',
  'are',
  'el',
  'jay',
  'kay',
  'ex',
  'cue',
]);

/** What each word is in a row of letters and digits: "a b c d e 1234 f", "A for apple", "ABCDE1234F". */
export function readSpokenLetters(stream: SpokenStream, digits: SpokenDigits): SpokenDigits {
  const said = stream.map((_, at) => digits[at] ?? readLetters(stream, at));
  for (let at = 0; at < stream.length; at++) {
    const name = letterNames.get(stream[at]?.text ?? '');
    const isBetween = isPart(stream, said, at - 1, at) && isPart(stream, said, at + 1, at);
    if (said[at] === null && name !== undefined && isBetween) said[at] = name;
    said.fill('', at + 1, at + 1 + wordsOfSpelling(stream, at));
  }
  return said;
}

function readLetters(stream: SpokenStream, at: number): string | null {
  const { core = '', text = '' } = stream[at] ?? {};
  if (/^[a-z]$/i.test(core)) return core.toUpperCase();
  if (/^[A-Z]{2,6}$/.test(core) || /^(?=.*\d)(?=.*[a-z])[a-z\d]{2,16}$/i.test(core)) return core.toUpperCase();
  return words.has(text) ? null : (letterNames.get(text) ?? null);
}

function isPart(stream: SpokenStream, said: SpokenDigits, at: number, other: number): boolean {
  return isSameSegment(stream, at, other) && (said[at] ?? '') !== '';
}

/** How many words after a letter only say which letter it is: "a for apple", "b as in boy". */
function wordsOfSpelling(stream: SpokenStream, at: number): number {
  const letter = stream[at]?.text ?? '';
  if (!/^[a-z]$/.test(letter)) return 0;
  const [first, second] = [stream[at + 1]?.text, stream[at + 2]?.text];
  const count = first === 'as' && second === 'in' ? 3 : 2;
  const isLinked = count === 3 || first === 'for' || first === 'like';
  const isExample = stream[at + count]?.text.startsWith(letter) === true && isSameSegment(stream, at, at + count);
  return isLinked && isExample ? count : 0;
}
