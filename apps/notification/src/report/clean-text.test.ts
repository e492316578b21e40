import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

test('makes one line of any text', () => {
  expect(cleanText(' two\r\n\r\n lines\u2028and\0more ', 100)).toBe('two lines and more');
});

test('drops marks that reorder or hide text, and keeps what Hindi and emoji are made of', () => {
  expect(cleanText('pay \u202E001\u202C \u200Bnow\u{E0041}', 100)).toBe('pay 001 now');
  expect(cleanText('क्\u200Dष 👩\u200D💻', 100)).toBe('क्\u200Dष 👩\u200D💻');
});

test('cuts between characters as people see them', () => {
  expect(cleanText('abcdef', 6)).toBe('abcdef');
  expect(cleanText('abcdefg', 6)).toBe('abcde…');
  expect(cleanText('abc👩\u200D💻xyz', 6)).toBe('abc…');
});

test('never makes a text longer, multi-line or malformed, and is settled after one pass', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 50 }), (text, max) => {
      const clean = cleanText(text, max);
      expect(clean.length).toBeLessThanOrEqual(max);
      expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]|^\s|\s$|\s\s/u);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanText(clean, max)).toBe(clean);
    }),
  );
});
