import { expect, test } from 'vitest';
import { archivedCallSchema } from './archived-call.ts';

const call = { bid: '6004', callid: 'c1' };

test('an export of before roles, redaction and metrics still reads', () => {
  const old = { version: 1, call, transcript: { text: 'hello', segments: [] }, analysis: null, history: [] };
  expect(archivedCallSchema.parse(old)).toEqual(old);
});

test('an export has the raw transcript as it was sealed, and nothing that says it twice', () => {
  const transcript = {
    text: 'hello',
    segments: [],
    roles: null,
    corrections: [],
    redactions: [],
    recognition: null,
    raw_transcript: 'v1.sealed',
  };
  const exported = { version: 1, call, transcript, analysis: null, metrics: null, history: [] };
  expect(archivedCallSchema.parse(exported)).toEqual(exported);
});
