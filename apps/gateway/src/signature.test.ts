import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignatureValid } from './signature.ts';

const body = Buffer.from('{"callid":"c1","dialstatus":"ANSWER"}');
const hex = '3ce67c7833e4d93ab996520b4504ddfbf6db1a769caca426162eb73465dad0b5';
const base64 = 'POZ8eDPk2Tq5llILRQTd+/bbGnacrKQmFi63NGXa0LU=';
const secrets = ['test-secret'];

const forms: Record<string, (digest: Buffer) => string> = {
  hex: (digest) => digest.toString('hex'),
  upperHex: (digest) => digest.toString('hex').toUpperCase(),
  prefixed: (digest) => `sha256=${digest.toString('hex')}`,
  prefixedBase64: (digest) => `SHA256=${digest.toString('base64')}`,
  base64: (digest) => digest.toString('base64'),
  base64url: (digest) => digest.toString('base64url'),
};
const form = fc.constantFrom(...Object.values(forms));
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const secret = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });

function digestOf(key: string, text: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

describe('isSignatureValid', () => {
  test.each([
    hex,
    hex.toUpperCase(),
    `sha256=${hex}`,
    base64,
    base64.replace('=', ''),
    base64.replace('+', '-').replace('/', '_'),
  ])('knows the published example as %s', (header) => {
    expect(isSignatureValid(header, body, secrets)).toBe(true);
  });

  test('accepts what was made with any of the secrets, in any form, at any place among five', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        form,
        fc.array(fc.constantFrom('sha256=00', 'x', 'f'.repeat(64), base64), { maxLength: 4 }),
        fc.nat(4),
        fc.constantFrom(',', ' ', ', '),
        (text, keys, which, encode, others, place, separator) => {
          const key = keys[which % keys.length] ?? '';
          const header = others.toSpliced(place, 0, encode(digestOf(key, text))).join(separator);
          expect(isSignatureValid(header, text, keys)).toBe(true);
        },
      ),
    );
  });

  test('refuses what was made over other bytes or with another secret', () => {
    fc.assert(
      fc.property(bytes, bytes, secret, secret, form, (text, other, key, otherKey, encode) => {
        fc.pre(!text.equals(other) && key !== otherKey);
        expect(isSignatureValid(encode(digestOf(key, other)), text, [key])).toBe(false);
        expect(isSignatureValid(encode(digestOf(otherKey, text)), text, [key])).toBe(false);
      }),
    );
  });

  test('refuses a digest with one character changed', () => {
    fc.assert(
      fc.property(form, fc.nat(), fc.constantFrom('0', '1', '7', 'a', 'f'), (encode, at, character) => {
        const good = encode(digestOf('test-secret', body));
        const start = good.indexOf('=') === 6 ? 7 : 0;
        // The last character of base64 has bits that mean nothing.
        const place = start + (at % (good.length - start - 2));
        const bad = good.slice(0, place) + character + good.slice(place + 1);
        fc.pre(bad.toLowerCase() !== good.toLowerCase());
        expect(isSignatureValid(bad, body, secrets)).toBe(false);
      }),
    );
  });

  test('refuses anything else, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom(undefined, ...Object.values(forms).map((encode) => encode(Buffer.alloc(32)))),
        ),
        (header) => {
          expect(isSignatureValid(header, body, secrets)).toBe(false);
        },
      ),
    );
  });

  test('refuses everything while there is no secret, even what the empty one signed', () => {
    expect(isSignatureValid(digestOf('', body).toString('hex'), body, [])).toBe(false);
    expect(isSignatureValid(hex, body, [])).toBe(false);
  });

  test('looks at five candidates and no more', () => {
    const padding = Array<string>(4).fill('0'.repeat(64));
    expect(isSignatureValid([...padding, hex].join(), body, secrets)).toBe(true);
    expect(isSignatureValid([...padding, 'x', hex].join(), body, secrets)).toBe(false);
  });
});
