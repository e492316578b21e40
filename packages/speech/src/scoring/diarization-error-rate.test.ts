import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countDiarizationErrors, type ScoredTurn } from './diarization-error-rate.ts';

function turn(speaker: number, start: number, end: number): ScoredTurn {
  return { speaker, start, end };
}

/** [speech, missed, false alarm, confusion], rounded to milliseconds. */
function score(reference: ScoredTurn[], hypothesis: ScoredTurn[], collarSeconds = 0): number[] {
  const { speech, missed, falseAlarm, confusion } = countDiarizationErrors(reference, hypothesis, { collarSeconds });
  return [speech, missed, falseAlarm, confusion].map((seconds) => Number(seconds.toFixed(3)));
}

describe('countDiarizationErrors', () => {
  const reference = [turn(0, 0, 10), turn(1, 10, 20)];

  test('names do not matter', () => {
    expect(score(reference, [turn(7, 0, 10), turn(3, 10, 20)])).toEqual([20, 0, 0, 0]);
  });

  test('counts missed speech, false alarms and confusion', () => {
    expect(score(reference, [turn(0, 2, 12), turn(1, 12, 23)])).toEqual([20, 2, 3, 2]);
    expect(countDiarizationErrors(reference, [turn(0, 2, 12), turn(1, 12, 23)]).rate).toBeCloseTo(7 / 20, 12);
  });

  test('one speaker for two people is confusion of the less heard', () => {
    expect(score([turn(0, 0, 10), turn(1, 10, 14)], [turn(0, 0, 14)])).toEqual([14, 0, 0, 4]);
  });

  test('speech of two at once counts twice', () => {
    const both = [turn(0, 0, 10), turn(1, 6, 12)];
    expect(score(both, [turn(0, 0, 10), turn(1, 10, 12)])).toEqual([16, 4, 0, 0]);
    expect(score(both, [turn(0, 0, 12)])).toEqual([16, 4, 0, 2]);
    expect(score(both, both)).toEqual([16, 0, 0, 0]);
  });

  test('maps speakers so that most time is correct', () => {
    const found = [turn(0, 0, 6), turn(1, 6, 10), turn(0, 10, 20)];
    // 0 shares 6 s with the first person and 10 s with the second, 1 shares 4 s with the first.
    expect(score(reference, found)).toEqual([20, 0, 0, 6]);
  });

  test('a collar leaves out the time around what the reference calls a start or an end', () => {
    expect(score(reference, [turn(0, 0.2, 10.2), turn(1, 10.2, 20.3)], 0.25)).toEqual([19, 0, 0.05, 0]);
    expect(score([turn(0, 5, 5.4)], [], 0.25)).toEqual([0, 0, 0, 0]);
  });

  test('turns of one speaker that overlap are one', () => {
    expect(score([turn(0, 0, 6), turn(0, 4, 10)], [turn(2, 0, 10), turn(2, 3, 4)])).toEqual([10, 0, 0, 0]);
  });

  test('without speech the rate is the seconds of false alarm', () => {
    expect(countDiarizationErrors([], [turn(0, 1, 3)]).rate).toBe(2);
    expect(countDiarizationErrors([], []).rate).toBe(0);
  });

  const someTurns = fc.array(
    fc
      .tuple(fc.nat(3), fc.nat(100), fc.integer({ min: 1, max: 30 }))
      .map(([speaker, start, length]) => turn(speaker, start, start + length)),
    { maxLength: 12 },
  );

  test('a list compared with itself has no errors, and no error exceeds what was said', () => {
    fc.assert(
      fc.property(someTurns, someTurns, fc.constantFrom(0, 0.25), (expected, actual, collarSeconds) => {
        expect(countDiarizationErrors(expected, expected, { collarSeconds }).rate).toBe(0);
        const errors = countDiarizationErrors(expected, actual, { collarSeconds });
        expect(errors.missed + errors.confusion).toBeLessThanOrEqual(errors.speech);
        const renamed = actual.map((t) => ({ ...t, speaker: 9 - t.speaker }));
        expect(countDiarizationErrors(expected, renamed, { collarSeconds }).rate).toBeCloseTo(errors.rate, 9);
      }),
    );
  });
});
