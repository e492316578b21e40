import { callRecordSchema } from '@callscript/contracts';
import { describe, expect, test } from 'vitest';
import { analysis, metrics, recordedTranscript, segments } from '../tests/_data.ts';
import { toCallRecord } from './call-record.ts';

const call = {
  id: 1,
  bid: '6004',
  callid: 'c1',
  processing_state: 'notified',
  skip_reason: null,
  duration_seconds: 42,
  direction: 'inbound',
  group_name: null,
  customer_phone: null,
  call_starttime: new Date('2026-05-01T09:00:00Z'),
  agent_id: null,
  agent_name: null,
  agent_email: null,
  agent_phone: null,
} as const;
const history = [
  {
    stage: 'received',
    status: 'success',
    worker_id: 'gateway',
    duration_ms: null,
    attempt: 1,
    error_message: null,
    created_at: '2026-05-01T09:01:00.000Z',
  },
] as const;
const whole = { call, vertical: 'aca', archived: false, transcript: recordedTranscript, analysis, metrics, history };

/** The value with a field that no contract knows in each of its objects. */
function withSecrets<T>(value: T): T {
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withSecrets) as T;
  const entries = Object.entries(value).map(([name, inner]) => [name, withSecrets(inner)]);
  return Object.fromEntries([...entries, ['secret', 'x']]) as T;
}

describe('toCallRecord', () => {
  test('is what the contract describes', () => {
    const record = toCallRecord(whole);
    expect(callRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      verdict: 'flagged',
      quality_score: 72.5,
      archived: false,
      transcript: { segments },
    });
    expect(record.analysis).not.toHaveProperty('verdict');
  });

  test('lets nothing out that the contract does not name, at any depth', () => {
    expect(JSON.stringify(withSecrets(whole)).match(/secret/g)?.length).toBeGreaterThan(15);
    expect(toCallRecord(withSecrets(whole))).toEqual(toCallRecord(whole));
  });

  test('is null where a stage has not run', () => {
    const record = toCallRecord({ ...whole, transcript: null, analysis: null, metrics: null, history: [] });
    expect(record).toMatchObject({ transcript: null, analysis: null, metrics: null, verdict: null, history: [] });
    expect(record.quality_score).toBeNull();
  });
});
