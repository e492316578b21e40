import type { Word } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeNumbers } from './write-numbers.ts';

describe('writeNumbers, whatever is said', () => {
  const vocabulary = (
    'zero oh one two three four five seven nine ten twelve nineteen twenty thirty ninety hundred thousand lakh million ' +
    'and a point percent dollars dollar cents rupees to or at by in p m pm am i march may june third first twentieth of ' +
    'double triple plus dot com gmail the last email is each per month twenty-five two-thirty 4 25 1111 2,500 $25 $5.50 ' +
    '2:30 2026 three. five, Twenty (212) 555-0123 room account number o clock do ek nau hello'
  ).split(' ');
  const speech = fc.array(
    fc.record({ word: fc.constantFrom(...vocabulary), pause: fc.constantFrom(0.05, 0.05, 0.05, 1.5) }),
    { maxLength: 25 },
  );

  function timed(spoken: readonly { word: string; pause: number }[]): Word[] {
    let start = 0;
    return spoken.map(({ word, pause }) => {
      const said = { word, start, end: start + 0.25 };
      start = said.end + pause;
      return said;
    });
  }

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(speech, (spoken) => {
        const once = writeNumbers(timed(spoken));
        expect(writeNumbers(once).map(({ word }) => word)).toEqual(once.map(({ word }) => word));
      }),
      { numRuns: 3000 },
    );
  });

  test('each written word covers words that follow one another, and all are covered', () => {
    fc.assert(
      fc.property(speech, (spoken) => {
        const words = timed(spoken);
        const written = writeNumbers(words);
        const starts = words.map(({ start }) => start);
        const covered = written.flatMap(({ start, end }) =>
          words.filter((word) => word.start >= start && word.end <= end),
        );
        expect(covered).toEqual(words);
        expect(written.every(({ start }) => starts.includes(start))).toBe(true);
        expect(written.every(({ word }) => word !== '' && !/\s/.test(word))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('words that stand for no number are kept', () => {
    const prose = 'hello we need help with our phone system please thanks for calling'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...prose, ...vocabulary), { maxLength: 25 }), (spoken) => {
        const written = writeNumbers(timed(spoken.map((word) => ({ word, pause: 0.05 })))).map(({ word }) => word);
        const isProse = (word: string): boolean => prose.includes(word) && word !== 'for';
        expect(written.filter(isProse)).toEqual(spoken.filter(isProse));
      }),
    );
  });
});
