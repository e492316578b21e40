import { redactionKinds, type Segment } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeNumbers } from '../numbers/write-numbers.ts';
import { redactSegments } from './redact-segments.ts';

const vocabulary = (
  'four one two five nine zero oh double eleven twenty hundred 4111 1111 123-45-6789 2345 (212) 555-0123 12/27 $25 for to ' +
  'card number social security last of the cvv aadhaar pan a b c d e f account phone zip code order is my that okay and no ' +
  'wait dollars in 2026 march third born email john dot at example com john@example.com ABCPE1234F please expires ending'
).split(' ');
const turn = fc.record({
  speaker: fc.constantFrom('agent' as const, 'customer' as const, 'unknown' as const),
  words: fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 14 }),
});
const conversation = fc.array(turn, { maxLength: 8 }).map((turns) => {
  let start = 0;
  return turns.map(({ speaker, words }): Segment => {
    const timed = words.map((word) => ({ word, start: (start += 0.3), end: start + 0.25, confidence: 0.5 }));
    return { speaker, start: timed[0]?.start ?? 0, end: timed.at(-1)?.end ?? 0, text: words.join(' '), words: timed };
  });
});
const kinds = fc.subarray([...redactionKinds]);

describe('redactSegments, whatever is said', () => {
  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(conversation, kinds, (segments, wanted) => {
        const once = redactSegments(segments, { kinds: wanted });
        const twice = redactSegments(once.segments, { kinds: wanted });
        expect(twice.segments).toEqual(once.segments);
        expect(twice.redactions).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('words that stay are the same and in order, and what is gone is covered by a redaction of its speaker', () => {
    fc.assert(
      fc.property(conversation, kinds, (segments, wanted) => {
        const { segments: redacted, redactions } = redactSegments(segments, { kinds: wanted });
        expect(redacted.map(({ speaker, start, end }) => [speaker, start, end])).toEqual(
          segments.map(({ speaker, start, end }) => [speaker, start, end]),
        );
        for (const [i, segment] of segments.entries()) {
          const kept = redacted[i]?.words ?? [];
          const gone = segment.words.filter((word) => !kept.includes(word));
          expect(segment.words.filter((word) => kept.includes(word))).toEqual(
            kept.filter((word) => segment.words.includes(word)),
          );
          expect(redacted[i]?.text).toBe(kept.map(({ word }) => word).join(' '));
          for (const { start, end } of gone) {
            const covers = redactions.some(
              (one) => one.speaker === segment.speaker && one.start <= start && end <= one.end,
            );
            expect(covers).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('with all kinds, no word of four digits stays but amounts, years and what words explain', () => {
    const isLong = (word: string): boolean => /^\d{4,}$/.test(word);
    fc.assert(
      fc.property(conversation, (segments) => {
        const { segments: redacted } = redactSegments(segments, { kinds: [...redactionKinds] });
        const words = redacted.flatMap((segment) => segment.words.map(({ word }) => word));
        const left = words.filter((word, i) => isLong(word) && words[i + 1] !== 'dollars' && words[i - 1] !== 'in');
        expect(left).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['digits', '1'.repeat(100_000)],
    ['digits and a letter', `${'1'.repeat(100_000)}x`],
    ['digits with commas', '1,'.repeat(50_000)],
    ['digits with hyphens', `${'4111-'.repeat(20_000)}x`],
    ['full stops', `${'.'.repeat(100_000)}x`],
    ['signs', '@.'.repeat(50_000)],
    ['number words', 'twenty-'.repeat(20_000)],
    ['letters and digits', 'a1'.repeat(50_000)],
  ])('a word of a hundred thousand characters (%s) takes no longer than it should', (_, word) => {
    const words = Array.from({ length: 5 }, (_, i) => ({ word, start: i, end: i + 1 }));
    const segment: Segment = { speaker: 'agent', start: 0, end: 5, text: words.map(() => word).join(' '), words };
    expect(redactSegments([segment], { kinds: [...redactionKinds] }).segments).toHaveLength(1);
    expect(writeNumbers(words)).toHaveLength(5);
  });

  test('a call of nothing but digits takes no longer than it should', () => {
    const words = Array.from({ length: 25_000 }, (_, i) => ({
      word: i % 7 === 0 ? 'uh' : 'four',
      start: i,
      end: i + 0.5,
    }));
    const segments = words.map((word): Segment => ({
      speaker: 'agent',
      start: word.start,
      end: word.end,
      text: word.word,
      words: [word],
    }));
    const { redactions } = redactSegments(segments, { kinds: [...redactionKinds] });
    expect(redactions.length).toBeGreaterThan(0);
    expect(writeNumbers(words).length).toBeGreaterThan(0);
  });

  test('strange words do no harm', () => {
    const strange = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...vocabulary)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(strange, (texts) => {
        const words = texts.map((word, i) => ({ word, start: i, end: i + 0.5 }));
        const segment: Segment = { speaker: 'unknown', start: 0, end: 20, text: texts.join(' '), words };
        expect(redactSegments([segment], { kinds: [...redactionKinds] }).segments).toHaveLength(1);
        expect(writeNumbers(words).length).toBeLessThanOrEqual(words.length);
      }),
    );
  });
});
