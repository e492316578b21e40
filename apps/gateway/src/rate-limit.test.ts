import { HttpProblem } from '@callscript/http';
import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

function refusal(limit: RateLimit, key: string): HttpProblem | undefined {
  try {
    limit.spend(key);
    return undefined;
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
}

test('each key has its own share, and a new one in the next minute', () => {
  let now = 5_000;
  const limit = new RateLimit(2, 'too many', () => now);
  expect([refusal(limit, 'a'), refusal(limit, 'a'), refusal(limit, 'b')]).toEqual([undefined, undefined, undefined]);
  now += 20_500;
  expect(refusal(limit, 'a')).toMatchObject({ status: 429, message: 'too many', headers: { 'retry-after': '40' } });
  expect(refusal(limit, 'b')).toBeUndefined();
  now += 39_499;
  expect(refusal(limit, 'a')?.headers).toEqual({ 'retry-after': '1' });
  now += 1;
  expect(refusal(limit, 'a')).toBeUndefined();
});

test('a flood of keys pushes out the oldest and no more', () => {
  const limit = new RateLimit(1, 'too many', () => 0);
  limit.spend('first');
  limit.spend('second');
  for (let i = 0; i < 9_999; i += 1) limit.spend(`flood-${i}`);
  expect(refusal(limit, 'second')).toBeDefined();
  expect(refusal(limit, 'first')).toBeUndefined();
});
