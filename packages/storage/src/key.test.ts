import { describe, expect, test } from 'vitest';
import { InvalidKeyError } from './errors.ts';
import { assertKey } from './key.ts';

describe('assertKey', () => {
  test.each([
    'a',
    '6004/2026/03/c.1_2-3:4.json.gz',
    'a..b',
    'ünï',
    'x'.repeat(255),
    `${'y'.repeat(250)}/${'z'.repeat(250)}`,
  ])('accepts %j', (key) => {
    expect(() => assertKey(key)).not.toThrow();
  });

  test.each([
    ['', 'is empty'],
    ['/a', 'starts or ends with "/"'],
    ['a/', 'starts or ends with "/"'],
    ['a//b', 'holds "//"'],
    ['..', 'starts with "."'],
    ['a/../b', 'starts with "."'],
    ['a/./b', 'starts with "."'],
    ['.incoming/a', 'starts with "."'],
    ['a\\..\\b', 'backslash'],
    ['a\0', 'control character'],
    ['a\nb', 'control character'],
    ['a\u0085b', 'control character'],
    ['a\uD800', 'not well-formed'],
    ['x'.repeat(256), 'a part longer than 255'],
    ['é'.repeat(128), 'a part longer than 255'],
    ['x/'.repeat(256) + 'x', 'longer than 512'],
  ])('refuses %j because it %s', (key, reason) => {
    expect(() => assertKey(key)).toThrow(InvalidKeyError);
    expect(() => assertKey(key)).toThrow(reason);
  });
});
