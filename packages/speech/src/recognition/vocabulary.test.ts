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

  test.each([
    { text: '', problem: 'the last piece must be <blk>' },
    { text: 'a 0\nb 1\n', problem: 'the last piece must be <blk>' },
    { text: 'a 0\n<blk> 2\n', problem: 'line 2: expected "piece 1", got "<blk> 2"' },
    { text: 'a 0\n\n<blk> 2\n', problem: 'line 2' },
    { text: 'a\n<blk> 1\n', problem: 'line 1' },
  ])('names what is wrong: $problem', ({ text, problem }) => {
    expect(() => parseVocabulary(text)).toThrow(ModelError);
    expect(() => parseVocabulary(text)).toThrow(problem);
  });
});
