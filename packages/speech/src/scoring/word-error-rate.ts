export interface WordErrors {
  /** Words of the reference. */
  readonly words: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  /** Errors divided by the reference's words, or by 1 when it has none; may exceed 1. */
  readonly rate: number;
}

/**
 * Lower case, no punctuation except apostrophes inside words, words apart. Numbers stay as they are written: "20" and
 * "twenty" differ.
 */
export function normalizeWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+(?:['\u2019][\p{L}\p{N}\p{M}]+)*/gu)
      ?.map(straighten) ?? []
  );
}

/** Fewest word errors that turn the reference into the hypothesis, after `normalizeWords`. */
export function countWordErrors(reference: string, hypothesis: string): WordErrors {
  const expected = normalizeWords(reference);
  const actual = normalizeWords(hypothesis);
  const distances = fillDistances(expected, actual);
  const width = actual.length + 1;
  const counts = { substitutions: 0, insertions: 0, deletions: 0 };
  let i = expected.length;
  let j = actual.length;
  while (i > 0 || j > 0) {
    const distance = distances[i * width + j];
    if (i > 0 && j > 0 && distance === distances[(i - 1) * width + j - 1] + mismatch(expected[i - 1], actual[j - 1])) {
      i--;
      j--;
      counts.substitutions += mismatch(expected[i], actual[j]);
    } else if (i > 0 && distance === distances[(i - 1) * width + j] + 1) {
      i--;
      counts.deletions++;
    } else {
      j--;
      counts.insertions++;
    }
  }
  return {
    words: expected.length,
    ...counts,
    rate: distances[expected.length * width + actual.length] / Math.max(1, expected.length),
  };
}

/** Levenshtein distances of all prefixes: [(expected + 1) x (actual + 1)], row-major. */
function fillDistances(expected: readonly string[], actual: readonly string[]): Uint32Array {
  const width = actual.length + 1;
  const distances = new Uint32Array((expected.length + 1) * width);
  for (let j = 0; j < width; j++) distances[j] = j;
  for (let i = 1; i <= expected.length; i++) {
    distances[i * width] = i;
    for (let j = 1; j < width; j++) {
      distances[i * width + j] = Math.min(
        distances[(i - 1) * width + j - 1] + mismatch(expected[i - 1], actual[j - 1]),
        distances[(i - 1) * width + j] + 1,
        distances[i * width + j - 1] + 1,
      );
    }
  }
  return distances;
}

function mismatch(a: string, b: string): 0 | 1 {
  return a === b ? 0 : 1;
}

function straighten(word: string): string {
  return word.replaceAll('\u2019', "'");
}
