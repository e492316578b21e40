import { createTestEnvironment, type TestEnvironment } from '@callscript/devstack/testing';
import {
  createDatabase,
  findAnalysis,
  inTransaction,
  migrateDatabase,
  saveTranscript,
  type CallRow,
  type Database,
} from '@callscript/db';
import type { Vertical } from '@callscript/contracts';
import { addBusiness, insertCall } from '@callscript/pipeline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyzeCall, type JudgeName } from '../src/analyze-call.ts';
import type { Judge, JudgeInput } from '../src/judge/judge.ts';
import { createRuleJudge, judgeByRules } from '../src/judge/rule-judge.ts';

let environment: TestEnvironment;
let database: Database;

beforeAll(async () => {
  environment = await createTestEnvironment();
  await migrateDatabase(environment.databaseUrl);
  database = createDatabase({ url: environment.databaseUrl });
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await environment[Symbol.asyncDispose]();
});

async function provisioned(bid: string, vertical: Vertical): Promise<void> {
  await addBusiness(database, bid, { name: 'Family Health Direct', vertical });
}

async function transcribedCall(bid: string, words: string, groupName: string | null = null): Promise<CallRow> {
  const call = await insertCall(
    { database },
    {
      bid,
      agent_name: 'Kevin Cole',
      group_name: groupName,
      processing_state: 'transcribed',
      stage: 'analyze',
      next_attempt_at: new Date(),
    },
  );
  const spoken = words.split(' ').map((word, i) => ({ word, start: i * 0.4, end: i * 0.4 + 0.3 }));
  const end = spoken.at(-1)?.end ?? 0;
  await saveTranscript(database.db, {
    bid,
    callid: call.callid,
    transcript: words,
    speaker_segments: [{ speaker: 'agent', start: 0, end, text: words, words: spoken }],
    stt_provider: 'parakeet',
    model: 'test',
    audio_seconds: end,
    processing_meta: {},
  });
  return call;
}

/** Judges by the rules and keeps what it was asked. */
function recordingJudge(): { judge: Judge; asked: JudgeInput[] } {
  const asked: JudgeInput[] = [];
  return {
    asked,
    judge: {
      async judge(input) {
        asked.push(input);
        return judgeByRules(input);
      },
    },
  };
}

async function analyze(call: CallRow, judges: Record<JudgeName, Judge>, defaultJudge: JudgeName = 'rules') {
  const handler = analyzeCall({ db: database.db, judges, defaultJudge });
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const result = await handler.work(call, { signal: new AbortController().signal, logger });
  return await inTransaction(database.db, (tx) => handler.save(tx, call, result));
}

test('stores what the judge found with its flags, judge and version, and hands the call on to notification', async () => {
  await provisioned('7001', 'aca');
  const call = await transcribedCall('7001', 'hello this is kevin i guarantee you will be approved for this plan');

  const transition = await analyze(call, { rules: createRuleJudge(), bedrock: createRuleJudge() });

  expect(transition).toEqual({ state: 'analyzed', next: 'notify' });
  const stored = await findAnalysis(database.db, call);
  expect(stored?.row).toMatchObject({ verdict: 'flagged', vertical: 'aca', judge: 'rules', cost_usd: 0 });
  expect(stored?.analysis.flags.map(({ rule }) => rule)).toContain('guaranteed-outcome');
  expect(stored?.analysis.parameters.map(({ key }) => key)).toContain('discovery');
});

test('stores how the conversation went with the analysis, measured from the times of its words', async () => {
  await provisioned('7006', 'general');
  const call = await transcribedCall('7006', 'good morning this is kevin');

  await analyze(call, { rules: createRuleJudge(), bedrock: createRuleJudge() });

  const stored = await findAnalysis(database.db, call);
  expect(stored?.row.conversation_metrics).toMatchObject({
    agent: { talk_seconds: 1.9, talk_share: 1, words: 5, interruptions: 0 },
    customer: { talk_seconds: 0, words: 0 },
    first_greeting_seconds: 0,
  });
});

test('asks the judge that the business chose, and the configured one where it chose none', async () => {
  await provisioned('7002', 'general');
  const call = await transcribedCall('7002', 'good morning this is kevin');
  const [rules, bedrock] = [recordingJudge(), recordingJudge()];
  const judges = { rules: rules.judge, bedrock: bedrock.judge };

  await analyze(call, judges, 'bedrock');
  expect([rules.asked.length, bedrock.asked.length]).toEqual([0, 1]);

  await database.pool.query("UPDATE business_agent_config SET judge = 'rules' WHERE bid = '7002'");
  await analyze(call, judges, 'bedrock');
  expect([rules.asked.length, bedrock.asked.length]).toEqual([1, 1]);
});

test('judges by the vertical of the group where the business has none of its own', async () => {
  await provisioned('7003', 'general');
  const { judge, asked } = recordingJudge();

  await analyze(await transcribedCall('7003', 'hello', 'Medicare Advantage'), { rules: judge, bedrock: judge });

  expect(asked).toMatchObject([
    { vertical: 'medicare', businessName: 'Family Health Direct', agentName: 'Kevin Cole' },
  ]);
});

test('a second run replaces the first: one call, one analysis', async () => {
  await provisioned('7004', 'general');
  const call = await transcribedCall('7004', 'good morning this is kevin');
  const judges = { rules: createRuleJudge(), bedrock: createRuleJudge() };

  await analyze(call, judges);
  await analyze(call, judges);

  const [rows] = await database.pool.query('SELECT COUNT(*) AS n FROM call_analytics WHERE callid = ?', [call.callid]);
  expect(rows).toMatchObject([{ n: 1 }]);
});

test('a call without a transcript fails for good, with the reason', async () => {
  await provisioned('7005', 'general');
  const call = await transcribedCall('7005', 'hello');
  await database.pool.query('DELETE FROM transcripts WHERE callid = ?', [call.callid]);

  await expect(analyze(call, { rules: createRuleJudge(), bedrock: createRuleJudge() })).rejects.toMatchObject({
    code: 'no_transcript',
    failure: 'permanent',
  });
});
