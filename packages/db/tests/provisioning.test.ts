import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applyActivation,
  BusinessNotProvisionedError,
  findJudgeChoice,
  getBusiness,
  getPipelineConfig,
  listBusinesses,
  listNotificationRules,
  listQualityParameters,
  provisionBusiness,
  updatePipelineConfig,
} from '../src/index.ts';
import { createTestDatabase, dueCall, insertRows, sealed, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase();
});
afterAll(async () => t[Symbol.asyncDispose]());

async function activate(bid: string, overrides: object = {}): Promise<void> {
  const event = {
    event: 'pcaa.activated',
    bid,
    business_name: 'Acme',
    plan: 'pro',
    activated_at: '2026-01-01T00:00:00Z',
    paid_until: null,
    ...overrides,
  } as const;
  await applyActivation(t.db, event, sealed);
}

describe('provisionBusiness', () => {
  test('gives a business its defaults: settings, scorecard, judge and rules for reports', async () => {
    await activate('1001', { business_type: 'support' });
    await provisionBusiness(t.db, '1001', { vertical: 'solar' });
    expect(await getPipelineConfig(t.db, '1001')).toMatchObject({
      pipeline_enabled: true,
      stt_provider: 'parakeet',
      vertical: 'solar',
      min_call_duration_s: 15,
      hot_retention_days: 90,
    });
    const scorecard = await listQualityParameters(t.db, '1001');
    expect(scorecard.map((parameter) => parameter.parameter_key)).toEqual([
      'greeting',
      'active_listening',
      'empathy',
      'problem_resolution',
      'communication',
      'closing',
    ]);
    expect(scorecard.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(await findJudgeChoice(t.db, '1001')).toBeNull();
    expect(await listNotificationRules(t.db, '1001', 'agent_report')).toMatchObject([
      { channel: 'email', recipient_type: 'agent_self' },
    ]);
    expect((await getBusiness(t.db, '1001')).provisioned_at).toBeInstanceOf(Date);
    expect((await listBusinesses(t.db)).map(({ business }) => business.bid)).toContain('1001');
  });

  test('may be repeated, also at once, and keeps what people have changed since', async () => {
    await activate('1002');
    await Promise.all(Array.from({ length: 4 }, () => provisionBusiness(t.db, '1002')));
    await updatePipelineConfig(t.db, '1002', { min_call_duration_s: 42, pipeline_enabled: false });
    await t.query("UPDATE quality_parameters SET weight = 99 WHERE bid = '1002' AND parameter_key = 'greeting'");
    await provisionBusiness(t.db, '1002', { vertical: 'debt' });
    expect(await getPipelineConfig(t.db, '1002')).toMatchObject({
      min_call_duration_s: 42,
      pipeline_enabled: false,
      vertical: 'general',
    });
    const scorecard = await listQualityParameters(t.db, '1002');
    expect(scorecard).toHaveLength(7);
    expect(scorecard[0]).toMatchObject({ parameter_key: 'greeting', weight: 99 });
  });

  test("makes the plan's tables readable, each with the rows of its business alone", async () => {
    for (const bid of ['6004', 'A-b_1']) {
      await activate(bid);
      await provisionBusiness(t.db, bid);
      await insertRows(t, 'calls', [dueCall({ bid, callid: `call-of-${bid}`, agent_phone: '+12025550101' })]);
      await insertRows(t, 'transcripts', [
        {
          bid,
          callid: `call-of-${bid}`,
          transcript: `said at ${bid}`,
          speaker_segments: '[]',
          stt_provider: 'sarvam',
          model: 'm',
          audio_seconds: 1,
          processing_meta: '{}',
        },
      ]);
      await insertRows(t, 'call_analytics', [
        {
          bid,
          callid: `call-of-${bid}`,
          verdict: 'safe',
          vertical: 'general',
          parameters: '[]',
          summary: '',
          coaching_suggestions: '["listen"]',
          qa_flags: '[]',
          dropped_claims: 0,
          judge: 'rules',
          judge_model: 'r',
          qa_version: '1',
          input_tokens: 0,
          output_tokens: 0,
          cost_usd: 0,
        },
      ]);
      const status = 'not_discussed';
      await insertRows(t, 'bant_analysis', [
        {
          bid,
          callid: `call-of-${bid}`,
          need_status: status,
          authority_status: status,
          budget_status: status,
          timeline_status: status,
          findings: '{}',
        },
      ]);
    }
    for (const bid of ['6004', 'A-b_1']) {
      const callid = `call-of-${bid}`;
      expect(
        await t.query(
          `SELECT bid, callid, filename, agent_callinfo, processing_state, transcription_status FROM \`${bid}_raw_calls\``,
        ),
      ).toEqual([
        {
          bid,
          callid,
          filename: 'https://recordings.example.com/1.wav',
          agent_callinfo: '+12025550101',
          processing_state: 'queued',
          transcription_status: 'queued',
        },
      ]);
      expect(await t.query(`SELECT callid, transcript FROM \`${bid}_sarvamresponse\``)).toEqual([
        { callid, transcript: `said at ${bid}` },
      ]);
      expect(await t.query(`SELECT callid, archived, notified_at FROM \`${bid}_callanalytics\``)).toEqual([
        { callid, archived: 0, notified_at: null },
      ]);
      expect(await t.query(`SELECT callid, need_status FROM \`${bid}_bant_analysis\``)).toEqual([
        { callid, need_status: 'not_discussed' },
      ]);
    }
  });

  test('reads a view through the index of its table', async () => {
    const [plan] = await t.query("EXPLAIN SELECT * FROM `6004_raw_calls` WHERE callid = 'call-of-6004'");
    expect(plan).toMatchObject({ table: 'c', key: 'uq_calls_key' });
  });

  test.each(['x` AS SELECT 1; --', "x'; DROP TABLE t;", 'a b', '../x', '', 'b'.repeat(21), 'é'])(
    'refuses the hostile business id %j and stores nothing for it',
    async (bid) => {
      const before = await t.query('SELECT COUNT(*) AS n FROM business_pipeline_config');
      await expect(provisionBusiness(t.db, bid)).rejects.toThrow(/1 to 20 letters/);
      expect(await t.query('SELECT COUNT(*) AS n FROM business_pipeline_config')).toEqual(before);
    },
  );
});

describe('the settings of a business that was never provisioned', () => {
  test('are an error that is worth another try', async () => {
    await expect(getPipelineConfig(t.db, 'nobody')).rejects.toThrow(BusinessNotProvisionedError);
    await expect(getBusiness(t.db, 'nobody')).rejects.toThrow(BusinessNotProvisionedError);
    const update = updatePipelineConfig(t.db, 'nobody', { pipeline_enabled: false });
    await expect(update).rejects.toThrow(BusinessNotProvisionedError);
    expect(new BusinessNotProvisionedError('nobody')).toMatchObject({
      failure: 'retryable',
      code: 'business_not_provisioned',
    });
  });
});
