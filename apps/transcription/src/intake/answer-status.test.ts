import { describe, expect, test } from 'vitest';
import { findStatusError, parseRetryAfter } from './answer-status.ts';

describe('findStatusError', () => {
  test('finds nothing wrong with 200', () => {
    expect(findStatusError('media.example.com', 200, undefined)).toBeUndefined();
  });

  test.each([
    [202, 'not_found', 'retryable'],
    [204, 'empty', 'retryable'],
    [206, 'truncated', 'retryable'],
    [304, 'rejected', 'permanent'],
    [400, 'rejected', 'permanent'],
    [401, 'login_required', 'permanent'],
    [403, 'denied', 'retryable'],
    [404, 'not_found', 'retryable'],
    [408, 'unavailable', 'retryable'],
    [410, 'gone', 'permanent'],
    [425, 'unavailable', 'retryable'],
    [429, 'throttled', 'throttled'],
    [500, 'unavailable', 'retryable'],
    [503, 'unavailable', 'retryable'],
  ] as const)('%i is %s, %s', (status, code, failure) => {
    const error = findStatusError('media.example.com', status, '7');
    expect(error).toMatchObject({ code, failure });
    expect(error?.message).toContain(`media.example.com answered ${status}`);
  });

  test('passes on how long the server wants to be left alone', () => {
    expect(findStatusError('media.example.com', 429, '7')?.retryAfterMs).toBe(7000);
    expect(findStatusError('media.example.com', 503, '2')?.retryAfterMs).toBe(2000);
    expect(findStatusError('media.example.com', 429, undefined)?.retryAfterMs).toBeUndefined();
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 2, 1, 12, 0, 0);
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    [' 30 ', 30_000],
    ['99999999999', 3_600_000],
    ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ])('%j is %j ms', (header, waitMs) => {
    expect(parseRetryAfter(header, now)).toBe(waitMs);
  });
});
