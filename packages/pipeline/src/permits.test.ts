import { deadLetterMessageSchema, permitSchemas, stages, type Stage } from '@callscript/contracts';
import type { CallRow } from '@callscript/db';
import { describe, expect, test } from 'vitest';
import { buildDeadLetter, buildPermit, deadLetterId, traceparentOf } from './permits.ts';

function callAt(stage: Stage, overrides: Partial<CallRow> = {}): CallRow {
  const at = new Date('2026-01-15T12:00:00Z');
  return {
    id: 1,
    bid: '6004',
    callid: 'c-1',
    source: 'mcube',
    agent_id: null,
    agent_name: null,
    agent_email: null,
    agent_phone: null,
    customer_phone: null,
    call_starttime: at,
    call_endtime: at,
    duration_seconds: 60,
    call_status: 'ANSWER',
    direction: null,
    group_name: null,
    campaign_id: null,
    recording_url: null,
    storage_path: stage === 'transcribe' ? null : 'vault/1.wav',
    storage_sha256: null,
    storage_bytes: null,
    stt_provider: null,
    processing_state: 'queued',
    skip_reason: null,
    stage,
    next_attempt_at: at,
    attempts: 0,
    lease_owner: null,
    lease_until: null,
    version: 7,
    failed_stage: null,
    error_class: null,
    error_message: null,
    first_failed_at: null,
    last_failed_at: null,
    dead_lettered_at: null,
    correlation_id: '00000000-0000-4000-8000-000000000000',
    webhook_received_at: at,
    created_at: at,
    updated_at: at,
    ...overrides,
  };
}

describe('buildPermit', () => {
  test.each(stages)('keeps to the contract of %s, with nothing that it does not name', (stage) => {
    const permit = buildPermit(stage, callAt(stage, { attempts: 1 }));
    expect(permitSchemas[stage].parse(permit)).toEqual(permit);
    expect(permit).toMatchObject({ bid: '6004', callid: 'c-1', attempt: 2 });
  });
});

test('traceparentOf names the trace by the call and the span anew each time', () => {
  const [first, second] = [traceparentOf(callAt('analyze')), traceparentOf(callAt('analyze'))];
  expect(first).toMatch(/^00-00000000000040008000000000000000-[0-9a-f]{16}-01$/);
  expect(second).not.toBe(first);
});

describe('buildDeadLetter', () => {
  test.each(stages)('keeps to the contract, and holds that of %s', (stage) => {
    const call = callAt(stage, { stage: null, failed_stage: stage, attempts: 3, error_class: 'x', error_message: 'y' });
    const letter = buildDeadLetter(call);
    expect(deadLetterMessageSchema.parse(letter)).toEqual(letter);
    expect(letter).toMatchObject({ stage, failure: 'exhausted', attempts: 3, message: { attempt: 3 } });
    expect(permitSchemas[stage].parse(letter.message)).toEqual(letter.message);
  });

  test('of a call that failed at once says that no attempt would have helped', () => {
    expect(buildDeadLetter(callAt('analyze', { failed_stage: 'analyze', attempts: 1 }))).toMatchObject({
      failure: 'permanent',
    });
  });

  test('cannot be written for a call that has not failed', () => {
    expect(() => buildDeadLetter(callAt('analyze'))).toThrow('6004/c-1 has not failed');
  });
});

describe('deadLetterId', () => {
  test('is the same for the same failure and another for the next', () => {
    const call = callAt('analyze', { failed_stage: 'analyze' });
    expect(deadLetterId(call)).toBe(deadLetterId({ ...call, dead_lettered_at: new Date() }));
    expect(deadLetterId(call)).not.toBe(deadLetterId({ ...call, version: 8 }));
  });
});
