import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildWords } from './words.ts';

type Piece = readonly [piece: string, frame: number, duration: number, probability?: number];

function build(tokens: readonly Piece[], endFrame = 100) {
  const pieces = tokens.map(([piece]) => piece);
  const decoded = tokens.map(([, frame, duration, probability = 1], id) => ({
    id,
    frame,
    duration,
    logProb: Math.log(probability),
  }));
  return buildWords(decoded, { pieces, secondsPerFrame: 0.08, endFrame });
}

describe('buildWords', () => {
  test('joins pieces into words that last from their first token to the end of their last', () => {
    expect(
      build([
        ['\u2581call', 10, 2, 0.5],
        ['ing', 13, 1, 1],
        ['\u2581list', 20, 3],
      ]),
    ).toEqual([
      { word: 'calling', start: 0.8, end: 14 * 0.08, confidence: 0.75 },
      { word: 'list', start: 1.6, end: 23 * 0.08, confidence: 1 },
    ]);
  });

  test('puts punctuation at the end of the token before it', () => {
    const words = build([
      ['\u2581yes', 0, 2],
      [',', 5, 3],
      ['\u2581no', 8, 1],
      ['\u2581.', 12, 3],
    ]);
    expect(words.map(({ word, end }) => [word, end])).toEqual([
      ['yes,', 0.16],
      ['no.', 9 * 0.08],
    ]);
  });

  test('begins a word at a lone word mark', () => {
    const words = build([
      ['\u2581i', 0, 1],
      ['\u2581', 2, 1],
      ['x', 3, 1],
    ]);
    expect(words.map(({ word, start }) => [word, start])).toEqual([
      ['i', 0],
      ['x', 0.16],
    ]);
  });

  test('ends no word after the audio', () => {
    expect(build([['\u2581bye', 3, 4]], 5)).toMatchObject([{ start: 0.24, end: 0.4 }]);
  });

  test('takes a first piece without a word mark as a word', () => {
    expect(build([['s', 0, 1]])).toMatchObject([{ word: 's' }]);
  });

  test('leaves control tokens out', () => {
    const words = build([
      ['\u2581a', 0, 1],
      ['<unk>', 1, 1],
      ['b', 2, 1],
    ]);
    expect(words.map(({ word }) => word)).toEqual(['ab']);
  });

  test('keeps capitals and punctuation as the model gives them', () => {
    const words = build([
      ['\u2581\u00bf', 0, 1],
      ['Qu', 2, 1],
      ['\u00e9', 3, 1],
      ['?', 4, 4],
      ['\u2581O', 9, 1],
      ['\u2019', 10, 0],
      ['Neill', 10, 2],
      ['\u2581$', 14, 1],
      ['5', 15, 1],
      ['.', 16, 1],
      ['50', 17, 1],
      ['\u2026', 18, 1],
    ]);
    expect(words.map(({ word }) => word)).toEqual(['\u00bfQu\u00e9?', 'O\u2019Neill', '$5.50\u2026']);
  });

  test('begins and ends a word where it is spoken, whatever punctuation is around it', () => {
    const words = build([
      ['\u2581\u00a1', 0, 1],
      ['hola', 5, 2],
      ['!', 7, 4],
    ]);
    expect(words).toMatchObject([{ word: '\u00a1hola!', start: 0.4, end: 7 * 0.08 }]);
  });

  test('puts punctuation after a lone word mark to the word before', () => {
    const words = build([
      ['\u2581yes', 0, 2],
      ['\u2581', 3, 1],
      ['.', 4, 1],
    ]);
    expect(words).toMatchObject([{ word: 'yes.', end: 0.16 }]);
  });

  test('leaves the language and other control tokens of a multilingual vocabulary out', () => {
    const words = build([
      ['<|startoftranscript|>', 0, 0],
      ['<|de|>', 0, 0],
      ['\u2581Stra', 1, 1],
      ['\u00dfe', 2, 1],
      ['<|endoftext|>', 3, 1],
    ]);
    expect(words).toMatchObject([{ word: 'Stra\u00dfe', start: 0.08, end: 0.24 }]);
  });

  test('gives a word whose tokens claim no time one frame', () => {
    const words = build([
      ['\u2581a', 4, 0],
      ['b', 4, 0],
    ]);
    expect(words).toMatchObject([{ word: 'ab', start: 0.32, end: 0.4 }]);
  });

  test('gives times that never go back and stay within the audio, and confidences from 0 to 1', () => {
    const steps = fc.array(
      fc.record({
        piece: fc.constantFrom('\u2581', '\u2581a', 'b', '.', '\u2581,', '\u2581\u00bf', '<unk>', '-'),
        duration: fc.nat(4),
        probability: fc.double({ min: 0.001, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let frame = 0;
        const tokens = all.map(({ piece, duration, probability }): Piece => {
          const token = [piece, frame, duration, probability] as const;
          frame += duration;
          return token;
        });
        const endFrame = (tokens.at(-1)?.[1] ?? 0) + 1;
        const words = build(tokens, endFrame);
        words.forEach(({ start, end, confidence }, i) => {
          expect(start).toBeGreaterThanOrEqual(words[i - 1]?.start ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(endFrame * 0.08);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        });
        const written = all.map(({ piece }) => (piece === '<unk>' ? '' : piece.replace('\u2581', ''))).join('');
        expect(words.map(({ word }) => word).join('')).toBe(written);
      }),
    );
  });
});
