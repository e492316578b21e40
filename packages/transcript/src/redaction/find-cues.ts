import { PhraseTrie } from '../words/phrase-trie.ts';
import { cuePhrases, cueRules, type Cue } from './cue-phrases.ts';
import { countBefore } from './places.ts';
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
export function findCues(stream: SpokenStream): CueIndex {
  const found: FoundCue[] = [];
  for (let at = 0; at < stream.length;) {
    const match = cues.findLongest((offset) =>
      isSameSegment(stream, at, at + offset) ? stream[at + offset]?.text.replace(/'s$/, '') : undefined,
    );
    if (match !== undefined) found.push({ cue: match.value, from: at, to: at + match.length - 1 });
    at += match?.length ?? 1;
  }
  return new CueIndex(found);
}

/** A cue near a place. */
export interface NearCue {
  readonly cue: Cue;
  /** Words between it and the place. */
  readonly distance: number;
}

const maxWordsBefore = Math.max(...Object.values(cueRules).map(({ maxWords }) => maxWords));
/** "… is my card number": what is said after a number is about it only right after. */
const maxWordsAfter = 8;

/** Looks cues up by place, the nearest first. */
export class CueIndex {
  /** By place. */
  readonly all: readonly FoundCue[];
  readonly #starts: readonly number[];

  constructor(all: readonly FoundCue[]) {
    this.all = all;
    this.#starts = all.map(({ from }) => from);
  }

  before(place: number): NearCue[] {
    const near: NearCue[] = [];
    for (let i = countBefore(this.#starts, place) - 1; i >= 0; i--) {
      const { cue, to } = this.all[i] as FoundCue;
      const distance = place - to - 1;
      if (distance > maxWordsBefore) break;
      near.push({ cue, distance });
    }
    return near;
  }

  /** @param end the last place that counts */
  after(place: number, end: number): NearCue[] {
    const near: NearCue[] = [];
    for (let i = countBefore(this.#starts, place + 1); i < this.all.length; i++) {
      const { cue, from } = this.all[i] as FoundCue;
      const distance = from - place - 1;
      if (from > end || distance > maxWordsAfter) break;
      near.push({ cue, distance });
    }
    return near;
  }
}
