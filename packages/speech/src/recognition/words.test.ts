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
});
