import { HttpProblem } from '@callscript/http';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePayload } from './payload.ts';

function parse(text: string): Record<string, unknown> {
  return parsePayload(Buffer.from(text));
}

function outcomeOf(body: Buffer): string {
  try {
    return typeof parsePayload(body);
  } catch (error) {
    return error instanceof HttpProblem ? 'HttpProblem' : String(error);
  }
}

describe('parsePayload', () => {
  test('reads any object of a few levels as JSON does', () => {
    const value = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(value, (payload) => {
        const text = JSON.stringify(payload);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('leaves no half surrogate pair anywhere, and whole ones alone', () => {
    const unit = fc.constantFrom('\\ud83d', '\\ude00', '\\ud83d\\ude00', 'a', '\\\\', '\\u0000');
    const piece = fc.array(unit, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(piece, piece, (key, text) => {
        const parsed = parse(`{"${key}":{"list":["${text}"]}}`);
        expect(JSON.stringify(parsed)).toEqual(JSON.stringify(parsed).toWellFormed());
        expect(JSON.stringify(parsed)).not.toMatch(/\\ud[89a-f]/);
      }),
    );
    expect(parse('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' });
  });

  test('keeps a __proto__ as a field like any other', () => {
    for (const extra of ['', ',"x":"\\ud800"']) {
      const parsed = parse(`{"__proto__":{"bid":"x"}${extra}}`);
      expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
      expect(Object.hasOwn(parsed, '__proto__')).toBe(true);
      expect(parsed['bid']).toBeUndefined();
    }
  });

  test('refuses everything else with 400, however deep it is', () => {
    const texts = [
      '',
      '[]',
      '1',
      'null',
      '{',
      '{"a":1}x',
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
    ];
    for (const text of texts) {
      expect(() => parse(text)).toThrow(expect.objectContaining({ constructor: HttpProblem, status: 400 }));
    }
  });

  test('never fails in another way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(outcomeOf(Buffer.from(bytes))).toMatch(/^(object|HttpProblem)$/);
      }),
    );
  });
});
