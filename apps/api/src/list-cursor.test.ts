import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorSchema, encodeCursor } from './list-cursor.ts';

describe('a cursor', () => {
  test('comes back as it went out', () => {
    const cursors = fc.record({
      startedAt: fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      id: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    });
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(cursorSchema.parse(encodeCursor(cursor))).toEqual(cursor);
      }),
    );
  });

  test('is refused, not thrown over, whatever it is', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(cursorSchema.safeParse(text).success).toBe(false);
      }),
    );
  });
});
