import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dueAt, dueCall, idle, insertCall, insertRows, createTestDatabase, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase();
});
afterAll(async () => t[Symbol.asyncDispose]());

const lease = { next_attempt_at: null, lease_owner: 'worker-1', lease_until: new Date() };
const failed = { ...idle, processing_state: 'failed_stt', failed_stage: 'transcribe', error_class: 'not_audio' };

const valid: Record<string, Record<string, unknown>> = {
  'due at intake': {},
  'accepted while the broker was away': { processing_state: 'received' },
  'at intake by its lease alone': lease,
  'due at the engine': dueAt.recognize,
  'at the engine': { ...dueAt.recognize, processing_state: 'transcribing', ...lease },
  'due for analysis': dueAt.analyze,
  'in analysis': { ...dueAt.analyze, processing_state: 'analyzing', ...lease },
  'due for notification': dueAt.notify,
  'analysed, its notification given up': { ...idle, processing_state: 'analyzed', failed_stage: 'notify' },
  notified: { ...idle, processing_state: 'notified' },
  'due for the archive': dueAt.archive,
  archived: { ...idle, processing_state: 'archived' },
  'failed after three attempts': { ...failed, attempts: 3 },
  skipped: { ...idle, processing_state: 'skipped', skip_reason: 'too_short' },
};

/** What must not be, and the constraint (or the column) that refuses it. */
const refused: [what: string, row: Record<string, unknown>, by: RegExp][] = [
  ['an unknown state', { ...idle, processing_state: 'done' }, /processing_state/],
  ['an unknown stage', { stage: 'translate' }, /'stage'/],
  ['an unknown source', { source: 'fax' }, /'source'/],
  [
    'transcribing without a vault copy',
    { ...dueAt.recognize, processing_state: 'transcribing', storage_path: null, ...lease },
    /ck_calls_(audio_first|stage_fits_state)/,
  ],
  ['the engine due without a vault copy', { ...dueAt.recognize, storage_path: null }, /ck_calls_stage_fits_state/],
  ['a fourth attempt', { attempts: 4 }, /ck_calls_attempts/],
  ['less than no attempt', { attempts: -1 }, /ck_calls_attempts/],
  ['a lease without an end', { ...lease, lease_until: null }, /ck_calls_lease_whole|ck_calls_stage_active/],
  ['the end of a lease without an owner', { lease_until: new Date() }, /ck_calls_lease_whole/],
  ['a call both due and leased', { ...lease, next_attempt_at: new Date() }, /ck_calls_due_or_leased/],
  ['a stage that is neither due nor worked', { next_attempt_at: null }, /ck_calls_stage_active/],
  ['due for no stage', { stage: null }, /ck_calls_stage_active|ck_calls_state_of_stage/],
  ['transcribing without a lease', { ...dueAt.recognize, processing_state: 'transcribing' }, /ck_calls_working_leased/],
  ['analyzing without a lease', { ...dueAt.analyze, processing_state: 'analyzing' }, /ck_calls_working_leased/],
  ['intake of a transcribed call', { processing_state: 'transcribed' }, /ck_calls_stage_fits_state/],
  ['analysis of a queued call', { ...dueAt.analyze, processing_state: 'queued' }, /ck_calls_stage_fits_state/],
  ['notification of a failed call', { ...dueAt.notify, ...failed, stage: 'notify' }, /ck_calls_/],
  ['the archive of a queued call', { ...dueAt.archive, processing_state: 'queued' }, /ck_calls_stage_fits_state/],
  ['a second archiving', { ...dueAt.archive, processing_state: 'archived' }, /ck_calls_stage_fits_state/],
  ['a queued call that nobody will work on', { ...idle }, /ck_calls_state_of_stage/],
  ['a transcribed call that nobody will work on', { ...idle, processing_state: 'transcribed' }, /state_of_stage/],
  ['a skipped call without a reason', { ...idle, processing_state: 'skipped' }, /ck_calls_skip_reason/],
  ['a reason for skipping a call that is not', { skip_reason: 'too_short' }, /ck_calls_skip_reason/],
  ['a failure at no stage', { ...failed, failed_stage: null }, /ck_calls_failure_named/],
  ['a failure without a name', { ...failed, error_class: null }, /ck_calls_failure_named/],
  ['a call that took less than no time', { duration_seconds: -1 }, /ck_calls_duration/],
  ['a business id that is too long', { bid: 'b'.repeat(21) }, /'bid'/],
  ['a business id that is not ASCII', { bid: 'é' }, /bid/],
];

describe('the table of calls', () => {
  test.each(Object.entries(valid))('holds a call that is %s', async (_what, row) => {
    expect(await insertCall(t, row)).toMatchObject(
      Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Date))),
    );
  });

  test.each(refused)('refuses %s', async (_what, row, by) => {
    await expect(insertRows(t, 'calls', [dueCall(row)])).rejects.toThrow(by);
  });

  test('refuses a change that an insert would not get through', async () => {
    const { id } = await insertCall(t);
    await expect(t.query("UPDATE calls SET processing_state = 'transcribing' WHERE id = ?", [id])).rejects.toThrow(
      /ck_calls_/,
    );
  });

  test('refuses a second row for one call', async () => {
    const { bid, callid } = await insertCall(t);
    await expect(insertRows(t, 'calls', [dueCall({ bid, callid })])).rejects.toThrow(/uq_calls_key/);
  });

  test('tells identifiers apart by case', async () => {
    const lower = await insertCall(t, { bid: 'acme', callid: 'x-1' });
    const upper = await insertCall(t, { bid: 'acme', callid: 'X-1' });
    const other = await insertCall(t, { bid: 'ACME', callid: 'x-1' });
    expect(new Set([lower.id, upper.id, other.id]).size).toBe(3);
  });
});

describe('the other tables', () => {
  test.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'an active subscription without a secret',
      'pcaa_subscriptions',
      { bid: '1', business_name: 'Acme', plan: 'pro', status: 'active' },
      /ck_subscriptions_secret/,
    ],
    ['a third channel', 'business_pipeline_config', { bid: '1', agent_channel: 2 }, /ck_pipeline_config_channel/],
    [
      'a warm tier that ends before the hot one',
      'business_pipeline_config',
      { bid: '1', hot_retention_days: 10, warm_retention_days: 9 },
      /ck_pipeline_config_days/,
    ],
    [
      'a quality parameter of nobody',
      'quality_parameters',
      { parameter_key: 'k', parameter_name: 'k', description: '', max_score: 1, weight: 1, sort_order: 1 },
      /ck_quality_parameters_owner/,
    ],
    [
      'a quality parameter that scores nothing',
      'quality_parameters',
      { bid: '1', parameter_key: 'k', parameter_name: 'k', description: '', max_score: 0, weight: 1, sort_order: 1 },
      /ck_quality_parameters_score/,
    ],
    [
      'a custom recipient without an address',
      'pcaa_notification_config',
      { bid: '1', notification_type: 'agent_report', channel: 'email', recipient_type: 'custom_email' },
      /ck_notification_config_custom/,
    ],
  ])('refuse %s', async (_what, table, row, by) => {
    await expect(insertRows(t, table, [row])).rejects.toThrow(by);
  });
});
