import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretBox, SecretBoxError } from './secret-box.ts';

const box = createSecretBox(randomBytes(32));

describe('createSecretBox', () => {
  test('opens what it sealed, for the same owner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, owner) => {
        expect(box.open(box.seal(secret, owner), owner)).toBe(secret);
      }),
    );
  });

  test('never seals the same secret to the same text', () => {
    expect(box.seal('secret', '6004')).not.toBe(box.seal('secret', '6004'));
  });

  test('refuses a secret that was moved to another owner', () => {
    expect(() => box.open(box.seal('secret', '6004'), '6005')).toThrow(SecretBoxError);
  });

  test('refuses a secret that was sealed with another key', () => {
    const other = createSecretBox(randomBytes(32));
    expect(() => other.open(box.seal('secret', '6004'), '6004')).toThrow(SecretBoxError);
  });

  test('refuses a secret of which any byte was changed', () => {
    const bytes = Buffer.from(box.seal('secret', '6004').slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const altered = Buffer.from(bytes);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(() => box.open(`v1.${altered.toString('base64url')}`, '6004')).toThrow(SecretBoxError);
    }
  });

  test('refuses a secret that was cut short, its tag too', () => {
    const bytes = Buffer.from(box.seal('', '6004').slice(3), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = `v1.${bytes.subarray(0, length).toString('base64url')}`;
      expect(() => box.open(cut, '6004')).toThrow(SecretBoxError);
    }
  });

  test('names the owner and nothing of the secret when it cannot open', () => {
    const sealed = box.seal('open sesame', '6004');
    expect(() => box.open(sealed, '6005')).toThrow('the stored secret of 6005 does not open with this key');
  });

  test('wants a key of 32 bytes', () => {
    expect(() => createSecretBox(randomBytes(16))).toThrow(RangeError);
  });
});
