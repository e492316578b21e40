import { deadLetterMessageSchema, type DeadLetterMessage } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterIdOf, readPermit, unreadableLetter } from './unreadable.ts';

const type = 'call.recognize.v1';
const permit = {
  bid: '6004',
  callid: 'c-1',
  attempt: 1,
  queued_at: '2026-01-02T03:04:05.000Z',
  storage_path: 'vault/6004/c-1.wav',
  duration_seconds: 42,
};
const at = new Date('2026-01-02T03:04:05.678Z');

function encode(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The dead letter, whose message is text: only a permit is kept as an object. */
function letterOf(messageType: string | undefined, body: Buffer): DeadLetterMessage & { message: string } {
  const read = readPermit('recognize', messageType, body);
  if ('permit' in read) throw new Error('it was readable');
  const letter = unreadableLetter('recognize', read.unreadable, body, at);
  if (typeof letter.message !== 'string') throw new Error('its message is no text');
  return { ...letter, message: letter.message };
}

describe('readPermit', () => {
  test('returns the permit of a message that fulfils its contract', () => {
    expect(readPermit('recognize', type, encode(permit))).toEqual({ permit });
  });

  test('never throws, and whatever it cannot read makes a valid dead letter', () => {
    const anyBody = fc.oneof(
      fc.uint8Array({ maxLength: 40_000 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map(encode),
      fc.record({ bid: fc.string(), callid: fc.string() }).map(encode),
      fc.string({ unit: 'binary', maxLength: 40_000 }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(
        fc.option(fc.oneof(fc.constant(type), fc.string()), { nil: undefined }),
        anyBody,
        (messageType, body) => {
          const letter = letterOf(messageType, body);
          expect(deadLetterMessageSchema.parse(letter)).toEqual(letter);
          expect(Buffer.byteLength(letter.message)).toBeLessThanOrEqual(3 * 16 * 1024);
        },
      ),
    );
  });
});

describe('unreadableLetter', () => {
  test('names the field that is wrong, and the call', () => {
    const letter = letterOf(type, encode({ ...permit, duration_seconds: 'long' }));
    expect(letter).toMatchObject({
      bid: '6004',
      callid: 'c-1',
      failure: 'unreadable',
      error_class: 'ContractViolation',
      error_message: expect.stringContaining('duration_seconds: '),
      last_failed_at: '2026-01-02T03:04:05.678Z',
    });
    expect(JSON.parse(letter.message)).toMatchObject({ duration_seconds: 'long' });
  });

  test('names the type that is wrong, with what cannot be printed escaped', () => {
    const letter = letterOf('call.\u001b[31m', encode(permit));
    expect(letter).toMatchObject({ bid: '6004', error_class: 'WrongMessageType' });
    expect(letter.error_message).toBe('type: expected call.recognize.v1, received "call.\\u001b[31m"');
  });

  test('keeps what is no JSON as text', () => {
    expect(letterOf(type, Buffer.from('{"bid":'))).toMatchObject({
      bid: null,
      error_class: 'InvalidJson',
      message: '{"bid":',
    });
  });

  test('refuses a body over 256 KiB unparsed and keeps its first 16 KiB, no character cut in two', () => {
    const body = encode({ ...permit, storage_path: '€'.repeat(100_000) });
    const letter = letterOf(type, body);
    expect(letter).toMatchObject({ bid: null, error_class: 'MessageTooLarge' });
    expect(body.toString()).toContain(letter.message);
    expect(Buffer.byteLength(letter.message)).toBeGreaterThan(16 * 1024 - 4);
    expect(Buffer.byteLength(letter.message)).toBeLessThanOrEqual(16 * 1024);
  });
});

test('a letter has the same id whenever the same message is read again, and another for another message', () => {
  const body = encode(permit);
  expect(letterIdOf('q', 'm1', body)).toBe(letterIdOf('q', 'm1', Buffer.from(body)));
  expect(
    new Set([letterIdOf('q', 'm1', body), letterIdOf('q', 'm2', body), letterIdOf('q', 'm1', encode(1))]).size,
  ).toBe(3);
});
