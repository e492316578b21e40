import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleLength, wrapText } from './wrap-text.ts';

test('breaks at spaces and hangs the lines that follow', () => {
  expect(wrapText('ask for the budget early', 14, { first: '* ', rest: '  ' })).toEqual([
    '* ask for the',
    '  budget early',
  ]);
});

test('fills a line to its last column', () => {
  expect(wrapText('12345 789 1', 9)).toEqual(['12345 789', '1']);
});

test('cuts a word that no line can hold', () => {
  expect(wrapText('x abcdefgh', 4)).toEqual(['x', 'abcd', 'efgh']);
});

test('gives an empty text one line, so that a label still shows', () => {
  expect(wrapText('', 10, { first: 'a: ' })).toEqual(['a: ']);
});

test('keeps every character in order and every line in its width', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 40 }), (words, width) => {
      const text = words.join(' ');
      const lines = wrapText(text, width, { first: '- ', rest: '  ' });
      for (const line of lines) expect(visibleLength(line)).toBeLessThanOrEqual(width);
      const unwrapped = lines.map((line) => line.slice(2)).join('');
      expect(unwrapped.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
