import type { KeyTerm, Word } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctWords } from './correct-words.ts';

const terms: KeyTerm[] = [
  { term: 'Ringba', heard: ['ring ba', 'ring bah', 'wringba'] },
  { term: 'Bluebird Calling', heard: ['blue bird calling', 'blue bird'] },
  { term: 'call flow', heard: ['coal flow'] },
  { term: 'iPhone', heard: ['eye phone'] },
  { term: "Lowe's", heard: ['lows'] },
];

function say(text: string): Word[] {
  return text.split(' ').map((word, i) => ({ word, start: i, end: i + 0.8, confidence: 0.9 - i / 100 }));
}

function correct(text: string): string {
  return correctWords(say(text), terms)
    .words.map(({ word }) => word)
    .join(' ');
}

describe('correctWords', () => {
  test.each([
    ['we use ring ba here', 'we use Ringba here'],
    ['ringba is fine', 'Ringba is fine'],
    ['RINGBA!', 'Ringba!'],
    ['is it Ring Bah?', 'is it Ringba?'],
    ['this is blue bird calling now', 'this is Bluebird Calling now'],
    ['this is blue bird, calling now', 'this is Bluebird Calling, calling now'],
    ['bluebird calling', 'Bluebird Calling'],
    ['Coal flow works', 'Call flow works'],
    ['the Call Flow', 'the Call flow'],
    ['Eye phone', 'iPhone'],
    ["wringba's price", "Ringba's price"],
    ["ring ba's price", "Ringba's price"],
    ["at lowe's today", "at Lowe's today"],
    ['at lows today', "at Lowe's today"],
    ['“ring ba”', '“Ringba”'],
    ['the ring bath is wrong', 'the ring bath is wrong'],
    ['ring. Ba is a word', 'ring. Ba is a word'],
    ['', ''],
  ])('writes %j as %j', (heard, written) => {
    expect(correct(heard)).toBe(written);
  });

  test('records what was changed and when, and nothing where nothing was', () => {
    const { corrections } = correctWords(say('hello Ringba and ring ba.'), terms);
    expect(corrections).toEqual([{ start: 3, heard: 'ring ba.', term: 'Ringba' }]);
  });

  test('a merged word spans its parts and has the confidence of the least certain', () => {
    expect(correctWords(say('a ring ba b'), terms).words[1]).toEqual({
      word: 'Ringba',
      start: 1,
      end: 2.8,
      confidence: 0.88,
    });
  });

  test('a term of several words shares the time that was heard', () => {
    const { words } = correctWords(say('blue bird calling'), terms);
    expect(words.map(({ word }) => word)).toEqual(['Bluebird', 'Calling']);
    expect(words[0]?.start).toBe(0);
    expect(words[0]?.end).toBe(words[1]?.start);
    expect(words[1]?.end).toBe(2.8);
  });

  test("a term's own spelling comes before what another term is heard as", () => {
    const chain: KeyTerm[] = [
      { term: 'Beta', heard: ['alpha'] },
      { term: 'Gamma', heard: ['beta'] },
    ];
    expect(correctWords(say('alpha beta'), chain).words.map(({ word }) => word)).toEqual(['Beta', 'Beta']);
  });

  test('keeps the order of times, and changes nothing the second time', () => {
    const vocabulary = 'ring ba bah Ringba blue bird, calling Blue coal flow. eye phone lows and the'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...vocabulary), { maxLength: 30 }), (spoken) => {
        const once = correctWords(say(spoken.join(' ')), terms);
        const twice = correctWords(once.words, terms);
        expect(twice.words).toEqual(once.words);
        expect(twice.corrections).toEqual([]);
        const times = once.words.flatMap(({ start, end }) => [start, end]);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });
});
