import { describe, expect, test } from 'vitest';
import { classifyFailure, StageError } from './failure.ts';

describe('classifyFailure', () => {
  test('believes an error that says how it is to be treated', () => {
    const error = new StageError('throttled', 'http_429', 'slow down', { retryAfterMs: 5_000 });
    expect(classifyFailure(error)).toEqual({
      failure: 'throttled',
      code: 'http_429',
      message: 'slow down',
      retryAfterMs: 5_000,
    });
    const foreign = Object.assign(new Error('no'), { failure: 'permanent', code: 'not_audio' });
    expect(classifyFailure(foreign)).toEqual({ failure: 'permanent', code: 'not_audio', message: 'no' });
  });

  test('gives anything else another try', () => {
    expect(classifyFailure(new TypeError('x is undefined'))).toEqual({
      failure: 'retryable',
      code: 'TypeError',
      message: 'x is undefined',
    });
    expect(classifyFailure(Object.assign(new Error('no'), { failure: 'sudden', code: 7 }))).toEqual({
      failure: 'retryable',
      code: 'Error',
      message: 'no',
    });
    expect(classifyFailure('text')).toEqual({ failure: 'retryable', code: 'unexpected', message: 'text' });
    expect(classifyFailure(undefined)).toMatchObject({ failure: 'retryable' });
  });

  test('keeps the code and the words of a network failure', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { errno: -111, code: 'ECONNREFUSED' });
    expect(classifyFailure(new TypeError('fetch failed', { cause }))).toMatchObject({
      code: 'TypeError',
      message: 'fetch failed',
    });
  });
});
