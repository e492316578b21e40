import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinWords } from './join-words.ts';
import type { Word } from '../recognition/words.ts';

function say(text: string, start: number): Word[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, i) => ({ word, start: start + i * 0.4, end: start + i * 0.4 + 0.3, confidence: 1 }));
}

function textOf(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(' ');
}

const seam = { seamStart: 8, seamEnd: 12 };

describe('joinWords', () => {
  test('lets a word that both chunks heard link them', () => {
    const earlier = say('we can call you back on monday or tw', 7.6);
    const later = say('hall you back on monday or tuesday morning', 8.4);
    expect(textOf(joinWords(earlier, later, seam))).toBe('we can call you back on monday or tuesday morning');
  });

  test('takes the nearest of equal words', () => {
    const earlier = say('no no no no no no', 8.8);
    const later = say('no no no no no no no', 8.85);
    expect(textOf(joinWords(earlier, later, seam))).toBe('no no no no no no no');
  });

  test('cuts in the middle of the seam when the chunks agree on nothing', () => {
    const earlier = say('one two three four five six', 8.1);
    const later = say('a b c d e f', 8.9);
    expect(textOf(joinWords(earlier, later, seam))).toBe('one two three four five d e f');
  });

  test('keeps the words of one side where the other heard none', () => {
    expect(textOf(joinWords(say('before and in', 7.6), [], seam))).toBe('before and in');
    expect(textOf(joinWords([], say('after it', 10.5), seam))).toBe('after it');
  });

  test('loses no word and says none twice when both hear all words of the seam at slightly other times', () => {
    const speech = fc.array(fc.constantFrom('yes', 'no', 'okay', 'the', 'plan', 'price'), {
      minLength: 30,
      maxLength: 40,
    });
    const jitter = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(speech, jitter, (spoken, shifts) => {
        const all = say(spoken.join(' '), 0);
        const earlier = all.filter(({ end }) => end <= seam.seamEnd);
        const later = all
          .map((word, i) => ({ ...word, start: word.start + shifts[i], end: word.end + shifts[i] }))
          .filter(({ start }) => start >= seam.seamStart);
        const joined = joinWords(earlier, later, seam);
        expect(textOf(joined)).toBe(spoken.join(' '));
      }),
    );
  });
});
