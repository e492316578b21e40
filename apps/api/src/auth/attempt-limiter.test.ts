import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttemptLimiter } from './attempt-limiter.ts';

const limits = { free: 3, baseDelayMs: 1000, maxDelayMs: 8000, forgetAfterMs: 60_000, maxKeys: 4 };

function startLimiter() {
  const clock = { now: 1_000_000 };
  return { clock, limiter: new AttemptLimiter(limits, () => clock.now) };
}

describe('AttemptLimiter', () => {
  test('lets the free attempts pass, then doubles the wait up to its longest', () => {
    const { clock, limiter } = startLimiter();
    for (let i = 0; i < limits.free; i += 1) expect(limiter.take('a')).toBe(0);
    for (const wait of [1000, 2000, 4000, 8000, 8000]) {
      expect(limiter.take('a')).toBe(wait);
      clock.now += wait;
      expect(limiter.take('a')).toBe(0);
    }
  });

  test('keeps keys apart', () => {
    const { limiter } = startLimiter();
    for (let i = 0; i < 5; i += 1) limiter.take('a');
    expect(limiter.take('a')).toBeGreaterThan(0);
    expect(limiter.take('b')).toBe(0);
  });

  test('does not count what succeeded', () => {
    const { limiter } = startLimiter();
    for (let i = 0; i < 20; i += 1) {
      expect(limiter.take('a')).toBe(0);
      limiter.refund('a');
    }
  });

  test('forgets a key that was left alone', () => {
    const { clock, limiter } = startLimiter();
    for (let i = 0; i < 3; i += 1) limiter.take('a');
    expect(limiter.take('a')).toBe(1000);
    clock.now += limits.forgetAfterMs;
    for (let i = 0; i < 3; i += 1) expect(limiter.take('a')).toBe(0);
  });

  test('remembers a bounded number of keys, the latest', () => {
    const { limiter } = startLimiter();
    for (const key of ['old', 'b', 'c', 'd', 'e']) for (let i = 0; i < 3; i += 1) limiter.take(key);
    expect(limiter.take('old')).toBe(0);
    expect(limiter.take('e')).toBeGreaterThan(0);
  });

  test('never lets more attempts pass than the free ones and one for each wait that went by', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const { clock, limiter } = startLimiter();
        let passed = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          clock.now += pause;
          elapsed += pause;
          if (limiter.take('a') === 0) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(limits.free + Math.floor(elapsed / limits.baseDelayMs));
      }),
    );
  });
});
