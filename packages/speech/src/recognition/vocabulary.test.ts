import { describe, expect, test } from 'vitest';
import { ModelError } from './model-error.ts';
import { parseVocabulary } from './vocabulary.ts';

describe('parseVocabulary', () => {
  test('reads pieces by id, with the blank last', () => {
    expect(parseVocabulary('<unk> 0\n\u2581 1\n\u2581a 2\n<blk> 3\n')).toEqual({
      pieces: ['<unk>', '\u2581', '\u2581a', '<blk>'],
      blankId: 3,
    });
  });

  test('keeps pieces of any script whole, with Windows line ends too', () => {
    const pieces = [
      '\u2581\u041f\u0440\u0438',
      '\u03ad',
      'e\u0301',
      '\u00df',
      '<|de|>',
      '\ud83d\ude00',
      '\u0085',
      '<blk>',
    ];
    const text = pieces.map((piece, id) => `${piece} ${id}`).join('\r\n');
    expect(parseVocabulary(text).pieces).toEqual(pieces);
  });

  test.each([
    { text: '', problem: 'the last piece must be <blk>' },
    { text: 'a 0\nb 1\n', problem: 'the last piece must be <blk>.' },
    { text: '<blk> 0\na 1\nb 2\n', problem: 'the last piece must be <blk>; it is on line 1 of 3' },
    { text: '<blk> 0\n', problem: 'holds nothing but <blk>' },
    { text: 'a 0\n<blk> 2\n', problem: 'line 2: expected "piece 1", got "<blk> 2"' },
    { text: 'a 0\n\n<blk> 2\n', problem: 'line 2' },
    { text: 'a\n<blk> 1\n', problem: 'line 1' },
  ])('names what is wrong: $problem', ({ text, problem }) => {
    expect(() => parseVocabulary(text)).toThrow(ModelError);
    expect(() => parseVocabulary(text)).toThrow(problem);
  });
});
