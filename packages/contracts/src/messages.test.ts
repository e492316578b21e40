import { describe, expect, test } from 'vitest';
import { deadLetterMessageSchema, digestDueMessageSchema, permitSchemas, permitType } from './messages.ts';
import { stages } from './states.ts';

const common = { bid: '6004', callid: 'c1', attempt: 1, queued_at: '2026-03-11T12:51:00.000Z' };
const permits = {
  transcribe: {
    ...common,
    recording_url: 'https://example.com/1.wav',
    duration_seconds: 90,
    agent_name: null,
    agent_email: null,
  },
  recognize: { ...common, storage_path: 'calls/6004/c1.wav', duration_seconds: 90 },
  analyze: common,
  notify: common,
  archive: common,
} as const;

describe.each(stages)('the permit of %s', (stage) => {
  const schema = permitSchemas[stage];

  test('comes back from JSON as it was', () => {
    expect(schema.parse(JSON.parse(JSON.stringify(permits[stage])))).toEqual(permits[stage]);
  });

  test('ignores a field that a later version adds', () => {
    expect(schema.parse({ ...permits[stage], added: 1 })).toEqual(permits[stage]);
  });

  test('has no field that may be missing', () => {
    for (const field of Object.keys(permits[stage])) {
      const { [field]: _, ...rest } = permits[stage] as Record<string, unknown>;
      expect([field, schema.safeParse(rest).success]).toEqual([field, false]);
    }
  });

  test.each([
    { bid: "6004'; DROP TABLE calls" },
    { callid: '../c1' },
    { attempt: 0 },
    { attempt: 1.5 },
    { queued_at: '2026-03-11' },
  ])('does not take %j', (bad) => {
    expect(schema.safeParse({ ...permits[stage], ...bad }).success).toBe(false);
  });

  test('names its contract and version', () => {
    expect(permitType(stage)).toBe(`call.${stage}.v1`);
  });
});

describe('deadLetterMessageSchema', () => {
  const letter = {
    stage: 'analyze',
    bid: '6004',
    callid: 'c1',
    failure: 'exhausted',
    error_class: 'judge_timeout',
    error_message: 'no answer within 60 s',
    attempts: 3,
    first_failed_at: '2026-03-11T12:51:00.000Z',
    last_failed_at: '2026-03-11T12:53:00.000Z',
    message: common,
  };

  test('comes back from JSON as it was', () => {
    expect(deadLetterMessageSchema.parse(JSON.parse(JSON.stringify(letter)))).toEqual(letter);
  });

  test('may be about a message that nobody could read', () => {
    const unreadable = { ...letter, bid: null, callid: null, failure: 'unreadable', attempts: 0, message: 'not JSON' };
    expect(deadLetterMessageSchema.parse(unreadable)).toEqual(unreadable);
  });

  test.each([
    { stage: 'dial' },
    { failure: 'retryable' },
    { error_message: 'x'.repeat(2_001) },
    { attempts: -1 },
    { message: null },
    { message: ['a'] },
    { bid: '' },
  ])('does not take %j', (bad) => {
    expect(deadLetterMessageSchema.safeParse({ ...letter, ...bad }).success).toBe(false);
  });
});

test('a digest is due for a day, for one group or for all', () => {
  const due = { bid: '6004', group_name: null, date: '2026-03-11', queued_at: '2026-03-12T02:30:00.000Z' };
  expect(digestDueMessageSchema.parse(due)).toEqual(due);
  for (const date of ['2026-03-11T00:00:00Z', '2026-02-30', 'today']) {
    expect(digestDueMessageSchema.safeParse({ ...due, date }).success).toBe(false);
  }
});
