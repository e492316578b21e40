import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, inert, inertJson } from './inert.ts';

/** Text rich in what a terminal may obey. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[', '\u001b]8;;', '\u009b', '31m', '\u0007', '\r\n', '\u202e', '\u2028', '\ud800', 'é'),
    ),
  )
  .map((parts) => parts.join(''));
const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('inert', () => {
  test('leaves nothing that a terminal obeys, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(inert(text)).not.toMatch(obeyed);
      }),
    );
  });

  test('takes whole escape sequences away and keeps the words', () => {
    expect(inert('\u001b[1;31mFAILED\u001b[0m\r\nnext')).toBe('FAILED next');
    expect(inert('\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007')).toBe('link');
  });

  test('keeps letters of every script, with the joiners that Indic scripts need', () => {
    const words = 'Zoë, श्री क्\u200dष, 東京 👍';
    expect(inert(words)).toBe(words);
  });
});

describe('inertJson', () => {
  test('is inert as it is and says the same', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = inertJson({ [text]: text });
        expect(lines.map(inert)).toEqual(lines);
        expect(JSON.parse(lines.join('\n'))).toEqual({ [text]: text });
      }),
    );
  });
});

describe('cut', () => {
  test('marks what it shortened, and never splits a character', () => {
    expect(cut('👍👍👍', 3)).toBe('👍👍👍');
    expect(cut('👍👍👍👍', 3)).toBe('👍👍…');
  });
});
