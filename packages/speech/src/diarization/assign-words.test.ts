import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignWords, type TimedWord } from './assign-words.ts';
import type { SpeakerTurn } from './turns.ts';

function turn(speaker: number, start: number, end: number): SpeakerTurn {
  return { speaker, start, end };
}

function word(start: number, end: number): TimedWord {
  return { start, end };
}

describe('assignWords', () => {
  const turns = [turn(0, 0, 5), turn(1, 5, 8), turn(0, 10, 12)];

  test('a word belongs to the speaker whose turns overlap it most', () => {
    const words = [word(1, 1.5), word(4.7, 5.2), word(4.8, 5.3), word(10, 10.4)];
    expect(assignWords(words, turns)).toEqual([[words[0], words[1], words[3]], [words[2]]]);
  });

  test('the overlaps with several turns of a speaker add up', () => {
    const words = [word(1, 2)];
    expect(assignWords(words, [turn(0, 0, 1.3), turn(1, 1.3, 1.7), turn(0, 1.7, 3)])).toEqual([words, []]);
  });

  test('a word outside all turns belongs to the nearest', () => {
    const words = [word(8.1, 8.4), word(9.5, 9.8), word(13, 14)];
    expect(assignWords(words, turns)).toEqual([[words[1], words[2]], [words[0]]]);
    const late = [word(9.5, 9.8)];
    expect(assignWords(late, [turn(0, 0, 9), turn(1, 1, 2)])).toEqual([late, []]);
    const early = [word(0, 0.5)];
    expect(assignWords(early, [turn(0, 3, 4), turn(1, 1, 2)].reverse())).toEqual([[], early]);
  });

  test('a word hardly in a turn of its own goes to the speaker it stands between in one breath', () => {
    const stray = [turn(0, 0, 2), turn(1, 2, 2.25), turn(0, 2.25, 5)];
    const flowing = [word(1.5, 2), word(2, 2.25), word(2.3, 2.6)];
    expect(assignWords(flowing, stray)).toEqual([flowing, []]);
    const apart = [word(1, 1.5), word(2, 2.25), word(2.6, 3)];
    expect(assignWords(apart, stray)).toEqual([[apart[0], apart[2]], [apart[1]]]);
  });

  test('a longer answer stays with who gave it', () => {
    const answer = [turn(0, 0, 2), turn(1, 2, 2.4), turn(0, 2.4, 5)];
    const words = [word(1.5, 2), word(2, 2.4), word(2.4, 2.6)];
    expect(assignWords(words, answer)).toEqual([[words[0], words[2]], [words[1]]]);
  });

  test('without turns one voice has all words; without words there is none', () => {
    expect(assignWords([word(0, 1)], [])).toEqual([[word(0, 1)]]);
    expect(assignWords([], [])).toEqual([]);
    expect(assignWords([], turns)).toEqual([[], []]);
  });

  const span = fc.tuple(fc.nat(2000), fc.nat(100)).map(([start, length]) => word(start / 20, (start + length) / 20));
  const byStart = (a: TimedWord, b: TimedWord): number => a.start - b.start;
  const someWords = fc.array(span, { maxLength: 40 }).map((words) => words.sort(byStart));
  const someTurns = fc
    .array(fc.tuple(span, fc.nat(2)), { minLength: 1, maxLength: 30 })
    .map((list) => list.map(([times, speaker]) => ({ ...times, speaker })).sort(byStart));

  test('every word is given to one speaker, in order', () => {
    fc.assert(
      fc.property(someWords, someTurns, (words, some) => {
        const voices = assignWords(words, some);
        expect(voices.flat()).toHaveLength(words.length);
        expect(new Set(voices.flat())).toEqual(new Set(words));
        for (const voice of voices)
          expect(voice).toEqual(voice.toSorted((a, b) => words.indexOf(a) - words.indexOf(b)));
      }),
    );
  });

  test('a word alone goes where looking at all turns sends it', () => {
    const gap = (a: TimedWord, b: TimedWord): number => Math.max(a.start, b.start) - Math.min(a.end, b.end);
    fc.assert(
      fc.property(span, someTurns, (alone, some) => {
        const chosen = assignWords([alone], some).findIndex((voice) => voice.length > 0);
        const overlaps = [0, 1, 2].map((speaker) =>
          some.filter((t) => t.speaker === speaker).reduce((sum, t) => sum + Math.max(0, -gap(alone, t)), 0),
        );
        const most = Math.max(...overlaps);
        const nearest = Math.min(...some.map((t) => gap(alone, t)));
        const isNearest = some.some((t) => t.speaker === chosen && gap(alone, t) === nearest);
        expect(most > 0 ? most - overlaps[chosen] < 1e-9 : isNearest).toBe(true);
      }),
    );
  });
});
