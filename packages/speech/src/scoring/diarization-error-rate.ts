// Diarization error rate as NIST's md-eval and pyannote.metrics count it. Time is cut wherever anybody starts or stops in
// either list. In a piece of length d with r speakers in the reference, h in the hypothesis and c of them the same under the
// mapping: missed = d max(0, r - h), false alarm = d max(0, h - r), confusion = d (min(r, h) - c), speech = d r. Speech of
// two at once counts twice. The mapping of speakers is the one that makes most time correct.

import { assignColumns } from './assignment.ts';

/** One speaker speaks; times in seconds. */
export interface ScoredTurn {
  readonly speaker: number;
  readonly start: number;
  readonly end: number;
}

export interface DiarizationErrors {
  /** Seconds of speech in the reference, of all speakers together. */
  readonly speech: number;
  readonly missed: number;
  readonly falseAlarm: number;
  readonly confusion: number;
  /** Errors divided by speech, or by 1 s where there is none; may exceed 1. */
  readonly rate: number;
}

export interface ScoringOptions {
  /** Seconds on both sides of each start and end in the reference that are not scored, 0 when absent. */
  readonly collarSeconds?: number;
}

interface Piece {
  readonly seconds: number;
  readonly expected: ReadonlySet<number>;
  readonly actual: ReadonlySet<number>;
}

export function countDiarizationErrors(
  reference: readonly ScoredTurn[],
  hypothesis: readonly ScoredTurn[],
  { collarSeconds = 0 }: ScoringOptions = {},
): DiarizationErrors {
  const pieces = cutIntoPieces(reference, hypothesis, collarSeconds);
  const mapping = mapSpeakers(pieces);
  const errors = { speech: 0, missed: 0, falseAlarm: 0, confusion: 0 };
  for (const { seconds, expected, actual } of pieces) {
    const correct = [...expected].filter((speaker) => actual.has(mapping.get(speaker) ?? NaN)).length;
    errors.speech += seconds * expected.size;
    errors.missed += seconds * Math.max(0, expected.size - actual.size);
    errors.falseAlarm += seconds * Math.max(0, actual.size - expected.size);
    errors.confusion += seconds * (Math.min(expected.size, actual.size) - correct);
  }
  const total = errors.missed + errors.falseAlarm + errors.confusion;
  return { ...errors, rate: total / (errors.speech > 0 ? errors.speech : 1) };
}

function cutIntoPieces(reference: readonly ScoredTurn[], hypothesis: readonly ScoredTurn[], collar: number): Piece[] {
  const edges = reference.flatMap(({ start, end }) => [start, end]);
  const collars = collar > 0 ? edges.map((edge) => ({ speaker: 0, start: edge - collar, end: edge + collar })) : [];
  const tracks = [reference, hypothesis, collars];
  const changes = tracks.flatMap((turns, track) =>
    turns.flatMap(({ speaker, start, end }) =>
      start < end
        ? [
            { time: start, track, speaker, by: 1 },
            { time: end, track, speaker, by: -1 },
          ]
        : [],
    ),
  );
  changes.sort((a, b) => a.time - b.time);
  const active = tracks.map(() => new Map<number, number>());
  const pieces: Piece[] = [];
  changes.forEach(({ track, speaker, by, time }, i) => {
    const depth = (active[track].get(speaker) ?? 0) + by;
    if (depth > 0) active[track].set(speaker, depth);
    else active[track].delete(speaker);
    const seconds = (changes[i + 1]?.time ?? time) - time;
    const [expected, actual, unscored] = active;
    if (seconds <= 0 || unscored.size > 0 || expected.size + actual.size === 0) return;
    pieces.push({ seconds, expected: new Set(expected.keys()), actual: new Set(actual.keys()) });
  });
  return pieces;
}

/** Speakers of the reference to those of the hypothesis. */
function mapSpeakers(pieces: readonly Piece[]): Map<number, number> {
  const expected = [...new Set(pieces.flatMap((piece) => [...piece.expected]))];
  const actual = [...new Set(pieces.flatMap((piece) => [...piece.actual]))];
  // Columns without a speaker let everybody of the reference have one.
  const columns = Math.max(expected.length, actual.length);
  const shared = new Float64Array(expected.length * columns);
  for (const piece of pieces) {
    for (const a of piece.expected) {
      for (const b of piece.actual) shared[expected.indexOf(a) * columns + actual.indexOf(b)] += piece.seconds;
    }
  }
  const mapping = new Map<number, number>();
  assignColumns(shared, expected.length, columns).forEach((column, row) => {
    if (column < actual.length) mapping.set(expected[row], actual[column]);
  });
  return mapping;
}
