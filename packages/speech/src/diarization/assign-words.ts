import type { SpeakerTurn } from './turns.ts';

export interface TimedWord {
  readonly start: number;
  readonly end: number;
}

/** A word that its own turn covers for less than this is moved to the turn around it. */
const strayOverlapSeconds = 0.3;
/** Words closer than this are said in one breath. */
const breathSeconds = 0.2;

/**
 * The words of each voice, by speaker number; a speaker without words has an empty list. A word goes to the speaker whose
 * turns overlap it most, or to the nearest turn where none does.
 *
 * Words and turns come by start. Without turns, one voice has all words.
 */
export function assignWords<W extends TimedWord>(words: readonly W[], turns: readonly SpeakerTurn[]): W[][] {
  if (turns.length === 0) return words.length > 0 ? [[...words]] : [];
  const speakerCount = turns.reduce((most, { speaker }) => Math.max(most, speaker), 0) + 1;
  const voices: W[][] = Array.from({ length: speakerCount }, () => []);
  const choices = chooseSpeakers(words, turns, speakerCount);
  words.forEach((word, i) =>
    voices[isStray(words, choices, i) ? choices[i - 1].speaker : choices[i].speaker].push(word),
  );
  return voices;
}

interface Choice {
  readonly speaker: number;
  /** Seconds of the word within turns of the speaker. */
  readonly overlap: number;
}

function chooseSpeakers(words: readonly TimedWord[], turns: readonly SpeakerTurn[], speakerCount: number): Choice[] {
  let from = 0;
  let lastEnded: SpeakerTurn | undefined;
  return words.map((word) => {
    for (; from < turns.length && turns[from].end <= word.start; from++) {
      if (lastEnded === undefined || turns[from].end > lastEnded.end) lastEnded = turns[from];
    }
    const near = lastEnded === undefined ? [] : [lastEnded];
    for (let i = from; i < turns.length; i++) {
      near.push(turns[i]);
      if (turns[i].start >= word.end) break;
    }
    return chooseSpeaker(word, near, speakerCount);
  });
}

function chooseSpeaker(word: TimedWord, turns: readonly SpeakerTurn[], speakerCount: number): Choice {
  const overlaps = new Float64Array(speakerCount);
  let nearest = turns[0];
  for (const turn of turns) {
    const gap = gapBetween(word, turn);
    overlaps[turn.speaker] += Math.max(0, -gap);
    if (gap < gapBetween(word, nearest)) nearest = turn;
  }
  const overlap = Math.max(...overlaps);
  return overlap > 0 ? { speaker: overlaps.indexOf(overlap), overlap } : { speaker: nearest.speaker, overlap };
}

/** Seconds between two spans; negative where they overlap, by as much. */
function gapBetween(a: TimedWord, b: TimedWord): number {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end);
}

/** Whether a word stands, in one breath, between two words of one other speaker and hardly within a turn of its own. */
function isStray(words: readonly TimedWord[], choices: readonly Choice[], i: number): boolean {
  if (i === 0 || i === words.length - 1) return false;
  const around = choices[i - 1].speaker;
  return (
    choices[i + 1].speaker === around &&
    choices[i].speaker !== around &&
    choices[i].overlap < strayOverlapSeconds &&
    words[i].start - words[i - 1].end < breathSeconds &&
    words[i + 1].start - words[i].end < breathSeconds
  );
}
