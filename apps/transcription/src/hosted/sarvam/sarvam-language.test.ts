import { expect, test } from 'vitest';
import { fromSarvamLanguage, toSarvamLanguage } from './sarvam-language.ts';

test.each([
  [null, 'unknown'],
  ['hi', 'hi-IN'],
  ['hi-IN', 'hi-IN'],
  ['en-US', 'en-IN'],
  ['or-IN', 'od-IN'],
  ['KOK', 'kok-IN'],
])('%s is %s', (language, code) => {
  expect(toSarvamLanguage(language)).toBe(code);
});

test('a language of elsewhere is refused', () => {
  expect(() => toSarvamLanguage('fr-FR')).toThrow('sarvam does not recognise the language "fr-FR"');
});

test.each([
  ['od-IN', 'or-IN'],
  ['hi-IN', 'hi-IN'],
  ['unknown', null],
  [null, null],
  [undefined, null],
])('%s comes back as %s', (code, language) => {
  expect(fromSarvamLanguage(code)).toBe(language);
});
