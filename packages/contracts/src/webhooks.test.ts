import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bidActivatedSchema, bidDeactivatedSchema, callCompletedSchema } from './webhooks.ts';

const call = {
  event: 'call.completed',
  bid: '6004',
  callid: '97393902541773212620',
  agent_name: 'Asha Example',
  agent_id: 'emp_123',
  agent_email: 'asha@example.com',
  agent_phone: '+12025550101',
  customer_phone: '+12025550102',
  call_starttime: '2026-03-11T12:33:40Z',
  call_endtime: '2026-03-11T12:50:36Z',
  duration_seconds: 1016,
  call_status: 'ANSWER',
  direction: 'outbound',
  recording_url: 'https://recordings.example.com/2026/97393902541773212620.wav',
  group_name: 'Presales Team',
};

/** The fields that are found wrong. */
function wrongFields(
  schema: { safeParse(value: unknown): { error?: { issues: { path: PropertyKey[] }[] } | undefined } },
  value: unknown,
) {
  const { error } = schema.safeParse(value);
  return new Set((error?.issues ?? []).map((issue) => String(issue.path[0])));
}

describe('callCompletedSchema', () => {
  test("reads the plan's example as it is", () => {
    expect(callCompletedSchema.parse(call)).toEqual(call);
  });

  test('reads a call of which only the necessary is known', () => {
    const { event, bid, callid, call_starttime, call_endtime, duration_seconds } = call;
    const bare = { event, bid, callid, call_starttime, call_endtime, duration_seconds, call_status: 'MISSED' };
    const nothing = {
      agent_name: null,
      agent_id: null,
      agent_email: null,
      agent_phone: null,
      customer_phone: null,
      direction: null,
      recording_url: null,
      group_name: null,
    };
    expect(callCompletedSchema.parse(bare)).toEqual({ ...bare, ...nothing });
    const empty = Object.fromEntries(
      Object.keys(nothing)
        .filter((key) => key !== 'direction')
        .map((key) => [key, '']),
    );
    expect(callCompletedSchema.parse({ ...bare, ...empty })).toEqual({ ...bare, ...nothing });
    expect(callCompletedSchema.parse({ ...bare, ...nothing })).toEqual({ ...bare, ...nothing });
  });

  test('ignores what it does not know', () => {
    expect(callCompletedSchema.parse({ ...call, new_field: { a: 1 } })).toEqual(call);
  });

  test.each([
    ['event', 'call.started'],
    ['bid', '6004 '],
    ['bid', 6004],
    ['callid', ''],
    ['callid', 'a/b'],
    ['agent_name', 7],
    ['agent_name', 'x'.repeat(256)],
    ['agent_email', 'asha'],
    ['agent_email', 'asha@example.com\nBcc: all@example.com'],
    ['call_starttime', '2026-03-11 12:33:40'],
    ['call_starttime', '2026-02-30T12:00:00Z'],
    ['call_starttime', 1_773_232_420],
    ['call_starttime', '1999-12-31T23:59:59Z'],
    ['duration_seconds', -1],
    ['duration_seconds', 1.5],
    ['duration_seconds', '1016'],
    ['duration_seconds', 86_401],
    ['duration_seconds', Number.POSITIVE_INFINITY],
    ['duration_seconds', Number.NaN],
    ['call_status', ' '],
    ['direction', 'sideways'],
    ['recording_url', 'ftp://recordings.example.com/1.wav'],
    ['recording_url', 'file:///etc/passwd'],
    ['recording_url', 'recordings.example.com/1.wav'],
    ['recording_url', `https://example.com/${'x'.repeat(2_048)}`],
  ])('finds a bad %s: %j', (field, value) => {
    expect(wrongFields(callCompletedSchema, { ...call, [field]: value })).toEqual(new Set([field]));
  });

  test('a call ends after it begins, and neither lies in the future', () => {
    const later = { ...call, call_endtime: '2026-03-11T12:33:39Z' };
    expect(wrongFields(callCompletedSchema, later)).toEqual(new Set(['call_endtime']));
    const sameInstant = { ...call, call_endtime: '2026-03-11T18:03:40+05:30' };
    expect(callCompletedSchema.safeParse(sameInstant).success).toBe(true);
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const future = { ...call, call_starttime: inDays(2), call_endtime: inDays(2) };
    expect(wrongFields(callCompletedSchema, future)).toEqual(new Set(['call_starttime', 'call_endtime']));
    const fastClock = { ...call, call_starttime: inDays(0), call_endtime: inDays(0.5) };
    expect(callCompletedSchema.safeParse(fastClock).success).toBe(true);
  });

  test('an answered call has a recording, another need not', () => {
    for (const recording_url of ['', null, undefined]) {
      expect(wrongFields(callCompletedSchema, { ...call, recording_url })).toEqual(new Set(['recording_url']));
      expect(callCompletedSchema.parse({ ...call, recording_url, call_status: 'BUSY' }).recording_url).toBeNull();
    }
  });

  test('names come out on one line, well-formed, trimmed, and otherwise as they went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { agent_name: name } = callCompletedSchema.parse({ ...call, agent_name: text });
        if (name === null) return;
        expect(name).toBe(name.trim());
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
    const name = 'ऋचा 👩🏽‍💻 O’Neil <b>"x"</b>';
    expect(callCompletedSchema.parse({ ...call, agent_name: name }).agent_name).toBe(name);
    expect(callCompletedSchema.parse({ ...call, agent_name: ' a\r\n\tb ' }).agent_name).toBe('a b');
    expect(callCompletedSchema.parse({ ...call, agent_name: '\u0000\n' }).agent_name).toBeNull();
  });

  test('what it made, it reads again unchanged', () => {
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }), { nil: null });
    fc.assert(
      fc.property(fc.record({ agent_name: text, agent_id: text, group_name: text, customer_phone: text }), (fields) => {
        const once = callCompletedSchema.parse({ ...call, ...fields });
        expect(callCompletedSchema.parse(once)).toEqual(once);
      }),
    );
  });

  test('never throws on anything', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.constantFrom(...Object.keys(call)), (value, field) => {
        expect(typeof callCompletedSchema.safeParse({ ...call, [field]: value }).success).toBe('boolean');
        expect(callCompletedSchema.safeParse(value).success).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('bidActivatedSchema', () => {
  const event = {
    event: 'pcaa.activated',
    bid: '6004',
    business_name: 'Mcube Presales',
    plan: 'standard',
    activated_at: '2026-03-11T10:00:00Z',
    paid_until: '2026-04-11T10:00:00Z',
  };

  test("reads the plan's example as it is", () => {
    expect(bidActivatedSchema.parse(event)).toEqual(event);
  });

  test('reads a period without an end and our own additions', () => {
    const { paid_until: _, ...open } = event;
    expect(bidActivatedSchema.parse(open)).toEqual({ ...open, paid_until: null });
    const more = { ...event, business_type: 'support', vertical: 'aca', contact_email: 'owner@example.com' };
    expect(bidActivatedSchema.parse(more)).toEqual(more);
  });

  test.each([
    ['event', 'pcaa.deactivated'],
    ['bid', "6004'; DROP TABLE calls"],
    ['business_name', ''],
    ['plan', null],
    ['activated_at', '2026-03-11'],
    ['paid_until', '2100-01-01T00:00:00Z'],
    ['business_type', 'sales'],
    ['vertical', ''],
    ['contact_email', ''],
  ])('finds a bad %s: %j', (field, value) => {
    expect(wrongFields(bidActivatedSchema, { ...event, [field]: value })).toEqual(new Set([field]));
  });
});

describe('bidDeactivatedSchema', () => {
  test("reads the plan's example as it is, and one with a time", () => {
    const event = { event: 'pcaa.deactivated', bid: '6004', reason: 'payment_lapsed' };
    expect(bidDeactivatedSchema.parse(event)).toEqual(event);
    const timed = { event: 'pcaa.deactivated', bid: '6004', deactivated_at: '2026-03-11T10:00:00+05:30' };
    expect(bidDeactivatedSchema.parse(timed)).toEqual(timed);
  });

  test.each([
    ['event', 'pcaa.activated'],
    ['bid', ''],
    ['reason', 'x'.repeat(101)],
    ['deactivated_at', 'now'],
  ])('finds a bad %s: %j', (field, value) => {
    const event = { event: 'pcaa.deactivated', bid: '6004', [field]: value };
    expect(wrongFields(bidDeactivatedSchema, event)).toEqual(new Set([field]));
  });
});
