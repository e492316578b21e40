import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openRawTranscript, sealRawTranscript } from './raw-transcript.ts';
import { createSecretBox, SecretBoxError } from './secret-box.ts';

const box = createSecretBox(randomBytes(32));
const key = { bid: '6004', callid: 'c1' };
const transcript = {
  text: 'my card is 4111',
  segments: [{ speaker: 'customer' as const, voice: 1, start: 0, end: 2, text: 'my card is 4111', words: [] }],
};

test('a raw transcript opens for its own call, and is not readable before', () => {
  const sealed = sealRawTranscript(box, key, transcript);
  expect(sealed).not.toContain('card');
  expect(openRawTranscript(box, key, sealed)).toEqual(transcript);
});

test('a raw transcript does not open for another call or with another key', () => {
  const sealed = sealRawTranscript(box, key, transcript);
  expect(() => openRawTranscript(box, { ...key, callid: 'c2' }, sealed)).toThrow(SecretBoxError);
  expect(() => openRawTranscript(createSecretBox(randomBytes(32)), key, sealed)).toThrow(SecretBoxError);
});
