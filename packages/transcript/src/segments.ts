import type { Segment, Speaker, Word } from '@callscript/contracts';

export interface SpeakerWords {
  readonly speaker: Speaker;
  /** The number of the voice: two voices stay apart although nobody knows who they are. */
  readonly voice: number;
  /** By start. */
  readonly words: readonly Word[];
}

interface Stretch {
  readonly speaker: Speaker;
  readonly voice: number;
  readonly first: Word;
  last: Word;
  readonly words: Word[];
}

/** A longer pause ends a segment. */
const maxSegmentGapSeconds = 0.8;
/** Words closer than this are one breath: the other side talking over them does not cut it in two. */
const maxPhraseGapSeconds = 0.3;

/**
 * What each voice says until somebody else speaks or a pause, by start. Where voices talk at once, segments overlap in
 * time. Seconds are rounded to hundredths, confidences to thousandths.
 */
export function buildSegments(speakers: readonly SpeakerWords[]): Segment[] {
  const phrases = speakers
    .flatMap((spoken) =>
      joinStretches(
        spoken.words.map((word) => openStretch(spoken, word)),
        maxPhraseGapSeconds,
      ),
    )
    .sort((a, b) => a.first.start - b.first.start);
  return joinStretches(phrases, maxSegmentGapSeconds).map(closeSegment);
}

function openStretch({ speaker, voice }: SpeakerWords, word: Word): Stretch {
  return { speaker, voice, first: word, last: word, words: [word] };
}

function joinStretches(stretches: readonly Stretch[], maxGapSeconds: number): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const previous = joined.at(-1);
    if (previous?.voice === stretch.voice && stretch.first.start - previous.last.end <= maxGapSeconds) {
      previous.words.push(...stretch.words);
      previous.last = stretch.last;
    } else {
      joined.push({ ...stretch, words: [...stretch.words] });
    }
  }
  return joined;
}

function closeSegment({ speaker, voice, first, last, words }: Stretch): Segment {
  return {
    speaker,
    voice,
    start: roundToHundredths(first.start),
    end: roundToHundredths(last.end),
    text: words.map(({ word }) => word).join(' '),
    words: words.map(({ word, start, end, confidence }) => ({
      word,
      start: roundToHundredths(start),
      end: roundToHundredths(end),
      ...(confidence === undefined ? {} : { confidence: Math.round(confidence * 1000) / 1000 }),
    })),
  };
}

function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
