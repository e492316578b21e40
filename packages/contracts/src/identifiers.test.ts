import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bidSchema, callidSchema, callKeySchema } from './identifiers.ts';

const hostile = [
  "6004'; DROP TABLE calls",
  '6004`',
  '6004"',
  '../6004',
  '6004/x',
  '6004\\',
  '6004\n',
  '6004\u0000',
  ' 6004',
  '6004 ',
  '6004%',
  'é',
  '６００４',
  '',
];

describe.each([
  ['bidSchema', bidSchema, 20],
  ['callidSchema', callidSchema, 100],
] as const)('%s', (_, schema, maxLength) => {
  test.each(hostile)('refuses %j', (text) => {
    expect(schema.safeParse(text).success).toBe(false);
  });

  test.each([6004, null, undefined, true, {}, ['6004'], { toString: () => '6004' }])(
    'refuses %j, which is no text',
    (value) => {
      expect(schema.safeParse(value).success).toBe(false);
    },
  );

  test('has a longest length', () => {
    expect(schema.safeParse('x'.repeat(maxLength)).success).toBe(true);
    expect(schema.safeParse('x'.repeat(maxLength + 1)).success).toBe(false);
  });

  test('lets nothing through that a quoted name, a path or a URL would have to escape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength }), (text) => {
        if (!schema.safeParse(text).success) return;
        expect(encodeURIComponent(text).replaceAll('%3A', ':')).toBe(text);
        expect(text).not.toMatch(/[`'"\\/\s]|^\.{1,2}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('keeps what it accepts as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/), (text) => {
        expect(schema.parse(text)).toBe(text);
      }),
    );
  });
});

test('a callid may have points and colons inside, and does not begin with a point', () => {
  expect(callidSchema.safeParse('2026-03-11T12:33:40.5').success).toBe(true);
  for (const text of ['.', '..', '.hidden', ':x']) expect(callidSchema.safeParse(text).success).toBe(false);
});

test('a key is both', () => {
  expect(callKeySchema.parse({ bid: '6004', callid: 'c1', other: 1 })).toEqual({ bid: '6004', callid: 'c1' });
  expect(callKeySchema.safeParse({ bid: '6004' }).success).toBe(false);
});
