// Puts the words of overlapping chunks on one line, so that none is lost and none stands twice.
//
// Near its edge a chunk hears worse than in its middle, and both chunks hear the words of a seam at nearly the same
// times. So the earlier chunk's words stand up to some place in the seam and the later chunk's from there on:
//
// 1. Words that both heard alike, within 0.4 s of each other, are anchors. The place is the anchor nearest to the middle
//    of the seam: it is a word that both agree on, so what stands before it comes from one and what follows from the other.
// 2. Without an anchor it is the middle of the seam. A word belongs to the side on which its own middle lies; one that
//    both sides claim, because their times differ, is taken from the earlier.

import type { Word } from '../recognition/words.ts';

/** The same word of two chunks differs by no more than this in its start. */
const sameWordSeconds = 0.4;

/**
 * Words of the earlier audio and of the chunk after it, both by start, times from the start of the call. `seamStart` to
 * `seamEnd` is heard by both, in seconds; nothing of it where they are equal.
 */
export function joinWords(
  earlier: readonly Word[],
  later: readonly Word[],
  { seamStart, seamEnd }: { seamStart: number; seamEnd: number },
): Word[] {
  const middle = (seamStart + seamEnd) / 2;
  const anchor = findAnchor(earlier, later, middle);
  if (anchor !== undefined) return [...earlier.slice(0, anchor.earlier + 1), ...later.slice(anchor.later + 1)];
  const kept = earlier.filter((word) => middleOf(word) < middle);
  const last = kept.at(-1);
  const added = later.filter((word) => middleOf(word) >= middle && !(last !== undefined && isSameWord(last, word)));
  return [...kept, ...added];
}

function findAnchor(earlier: readonly Word[], later: readonly Word[], middle: number) {
  let best: { earlier: number; later: number; distance: number } | undefined;
  for (let i = earlier.length - 1; i >= 0; i--) {
    const word = earlier[i];
    if (later[0] === undefined || word.start < later[0].start - sameWordSeconds) break;
    const distance = Math.abs(middleOf(word) - middle);
    if (best !== undefined && distance >= best.distance) continue;
    const j = findNearestSame(word, later);
    if (j !== undefined) best = { earlier: i, later: j, distance };
  }
  return best;
}

/** People repeat themselves, so of equal words it is the one nearest in time. */
function findNearestSame(word: Word, others: readonly Word[]): number | undefined {
  let nearest: number | undefined;
  let shortest = Infinity;
  for (const [j, other] of others.entries()) {
    const apart = Math.abs(other.start - word.start);
    if (apart >= shortest || !isSameWord(word, other)) continue;
    nearest = j;
    shortest = apart;
  }
  return nearest;
}

function isSameWord(a: Word, b: Word): boolean {
  return Math.abs(a.start - b.start) <= sameWordSeconds && normalize(a.word) === normalize(b.word);
}

function normalize(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function middleOf(word: Word): number {
  return (word.start + word.end) / 2;
}
