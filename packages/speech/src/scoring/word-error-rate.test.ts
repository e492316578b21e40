import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWordErrors, normalizeWords } from './word-error-rate.ts';

describe('normalizeWords', () => {
  test('ignores case and punctuation, keeps apostrophes and numbers', () => {
    expect(normalizeWords(`Hello, that\u2019s "20" dollars - isn't it?`)).toEqual([
      'hello',
      "that's",
      '20',
      'dollars',
      "isn't",
      'it',
    ]);
  });
});

describe('countWordErrors', () => {
  test.each([
    { reference: 'a b c', hypothesis: 'A b, c.', errors: [0, 0, 0], rate: 0 },
    { reference: 'a b c d', hypothesis: 'a x c d', errors: [1, 0, 0], rate: 0.25 },
    { reference: 'a b c d', hypothesis: 'a b b c d', errors: [0, 1, 0], rate: 0.25 },
    { reference: 'a b c d', hypothesis: 'a d', errors: [0, 0, 2], rate: 0.5 },
    { reference: 'a b c d', hypothesis: 'x a b d', errors: [0, 1, 1], rate: 0.5 },
    { reference: '', hypothesis: 'a b', errors: [0, 2, 0], rate: 2 },
    { reference: '', hypothesis: '', errors: [0, 0, 0], rate: 0 },
  ])('finds $errors in "$hypothesis" for "$reference"', ({ reference, hypothesis, errors, rate }) => {
    const [substitutions, insertions, deletions] = errors;
    const words = normalizeWords(reference).length;
    expect(countWordErrors(reference, hypothesis)).toEqual({ words, substitutions, insertions, deletions, rate });
  });

  test('accounts for the difference in length and never exceeds the longer text', () => {
    const sentence = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(sentence, sentence, (expected, actual) => {
        const errors = countWordErrors(expected.join(' '), actual.join(' '));
        const total = errors.substitutions + errors.insertions + errors.deletions;
        expect(errors.insertions - errors.deletions).toBe(actual.length - expected.length);
        expect(total).toBeLessThanOrEqual(Math.max(expected.length, actual.length));
        expect(errors.rate).toBe(total / Math.max(1, expected.length));
      }),
    );
  });
});
