import { PhraseTrie } from '../words/phrase-trie.ts';
import { cuePhrases, cueRules, type Cue } from './cue-phrases.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** A phrase that says what numbers near it are. */
export interface FoundCue {
  readonly cue: Cue;
  readonly from: number;
  /** The last of its words. */
  readonly to: number;
}

const cues = new PhraseTrie<Cue>();
for (const [cue, phrases] of Object.entries(cuePhrases) as [Cue, string][]) {
  for (const phrase of phrases.split('|')) cues.add(phrase.split(' '), cue);
}

/** All cues of a conversation, by place. */
export function findCues(stream: SpokenStream): FoundCue[] {
  const found: FoundCue[] = [];
  for (let at = 0; at < stream.length;) {
    const match = cues.findLongest((offset) =>
      isSameSegment(stream, at, at + offset) ? stream[at + offset]?.text.replace(/'s$/, '') : undefined,
    );
    if (match !== undefined) found.push({ cue: match.value, from: at, to: at + match.length - 1 });
    at += match?.length ?? 1;
  }
  return found;
}

/** The cues around a place, the nearest first. */
export interface Surroundings {
  readonly before: readonly NearCue[];
  readonly after: readonly NearCue[];
}

export interface NearCue {
  readonly cue: Cue;
  /** Words between it and the place. */
  readonly distance: number;
}

const maxWordsBefore = Math.max(...Object.values(cueRules).map(({ maxWords }) => maxWords));
/** "… is my card number": what is said after a number is about it only right after. */
export const maxWordsAfter = 8;

/**
 * @param found all cues, by place
 * @param end the last place of the turn that the words from `from` to `to` belong to
 */
export function surroundingsOf(found: readonly FoundCue[], from: number, to: number, end = to): Surroundings {
  const next = lowerBound(found, from);
  const before: NearCue[] = [];
  for (let i = next - 1; i >= 0; i--) {
    const { cue, to: end } = found[i] as FoundCue;
    if (from - end - 1 > maxWordsBefore) break;
    before.push({ cue, distance: from - end - 1 });
  }
  const after: NearCue[] = [];
  for (let i = lowerBound(found, to + 1); i < found.length; i++) {
    const { cue, from: start } = found[i] as FoundCue;
    if (start > end || start - to - 1 > maxWordsAfter) break;
    after.push({ cue, distance: start - to - 1 });
  }
  return { before, after };
}

/** The first cue that starts at `place` or later. */
function lowerBound(found: readonly FoundCue[], place: number): number {
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle]?.from ?? Infinity) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
