import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';

test('a delay never exceeds the doubled cap of its attempt, nor the maximum', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 60_000 }), (minMs, maxMs) => {
      const backoff = new Backoff({ minMs, maxMs });
      for (let attempt = 0; attempt < 2000; attempt += 100) {
        expect(backoff.nextDelayMs(0)).toBeLessThanOrEqual(Math.min(maxMs, minMs * 2 ** attempt));
      }
    }),
  );
});

test('what lasted starts over with short delays, and what did not last does not', () => {
  const backoff = new Backoff({ minMs: 1, maxMs: 1_000_000 });
  for (let attempt = 0; attempt < 15; attempt += 1) backoff.nextDelayMs(0);
  const longest = Math.max(...Array.from({ length: 50 }, () => backoff.nextDelayMs(10)));
  expect(longest).toBeGreaterThan(1000);
  expect(backoff.nextDelayMs(60_000)).toBeLessThanOrEqual(1);
});
