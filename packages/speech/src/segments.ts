import type { Word } from './recognition/words.ts';

export type Speaker = 'agent' | 'customer' | 'unknown';

/**
 * What one speaker says until somebody else speaks or a pause. Seconds are rounded to hundredths, confidence to
 * thousandths.
 */
export interface Segment {
  readonly speaker: Speaker;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly Word[];
}

export interface SpeakerWords {
  readonly speaker: Speaker;
  readonly words: readonly Word[];
}

interface Stretch {
  readonly speaker: Speaker;
  readonly words: Word[];
}

/** A longer pause ends a segment. */
const maxSegmentGapSeconds = 0.8;
/** Words closer than this are one breath: the other side talking over them does not cut it in two. */
const maxPhraseGapSeconds = 0.3;

/** Segments of all speakers by start time. Where speakers talk at once, segments overlap in time. */
export function buildSegments(speakers: readonly SpeakerWords[]): Segment[] {
  const phrases = speakers
    .flatMap(({ speaker, words }) =>
      joinStretches(
        words.map((word) => ({ speaker, words: [word] })),
        maxPhraseGapSeconds,
      ),
    )
    .sort((a, b) => getStart(a) - getStart(b));
  return joinStretches(phrases, maxSegmentGapSeconds).map(closeSegment);
}

function joinStretches(stretches: readonly Stretch[], maxGapSeconds: number): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const previous = joined.at(-1);
    if (previous?.speaker === stretch.speaker && getStart(stretch) - getEnd(previous) <= maxGapSeconds) {
      previous.words.push(...stretch.words);
    } else {
      joined.push({ speaker: stretch.speaker, words: [...stretch.words] });
    }
  }
  return joined;
}

function getStart(stretch: Stretch): number {
  return stretch.words[0].start;
}

function getEnd(stretch: Stretch): number {
  return stretch.words[stretch.words.length - 1].end;
}

function closeSegment(stretch: Stretch): Segment {
  return {
    speaker: stretch.speaker,
    start: roundToHundredths(getStart(stretch)),
    end: roundToHundredths(getEnd(stretch)),
    text: stretch.words.map((word) => word.word).join(' '),
    words: stretch.words.map((word) => ({
      word: word.word,
      start: roundToHundredths(word.start),
      end: roundToHundredths(word.end),
      confidence: Math.round(word.confidence * 1000) / 1000,
    })),
  };
}

export function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
