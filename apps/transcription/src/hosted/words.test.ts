import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderWords, spreadPhrase } from './words.ts';

describe('orderWords', () => {
  test('puts words by start, drops empty ones, and keeps confidences that are some', () => {
    expect(
      orderWords([
        { word: 'world', start: 1, end: 1.5, confidence: 0.5 },
        { word: ' ', start: 0.9, end: 1 },
        { word: ' hello ', start: 0, end: 0.4, confidence: 1.2 },
      ]),
    ).toEqual([
      { word: 'hello', start: 0, end: 0.4 },
      { word: 'world', start: 1, end: 1.5, confidence: 0.5 },
    ]);
  });

  test('lets no word begin before zero or end before it begins', () => {
    expect(orderWords([{ word: 'a', start: -0.02, end: -0.5 }])).toEqual([{ word: 'a', start: 0, end: 0 }]);
  });
});

describe('spreadPhrase', () => {
  test('shares the time out by the length of the words', () => {
    expect(spreadPhrase('no three', 10, 14)).toEqual([
      { word: 'no', start: 10, end: expect.closeTo(11.143, 3) },
      { word: 'three', start: expect.closeTo(11.143, 3), end: 14 },
    ]);
  });

  test('loses no word and leaves the phrase nowhere, whatever it is', () => {
    const times = fc.tuple(
      fc.double({ min: -1, max: 1e5, noNaN: true }),
      fc.double({ min: -1, max: 1e5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), times, (phrase, [start, end]) => {
        const words = orderWords(spreadPhrase(phrase, start, end));
        expect(words.map(({ word }) => word).join('')).toBe(phrase.replaceAll(/\s+/gu, ''));
        const from = Math.max(0, start);
        for (const word of words) {
          expect(word.start).toBeGreaterThanOrEqual(from);
          expect(word.end).toBeLessThanOrEqual(Math.max(from, end));
        }
      }),
    );
  });
});
