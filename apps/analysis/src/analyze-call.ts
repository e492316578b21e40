import type { ConversationMetrics, Vertical } from '@callscript/contracts';
import {
  findJudgeChoice,
  findTranscript,
  getBusiness,
  getPipelineConfig,
  listQualityParameters,
  saveAnalysis,
  type CallRow,
  type Db,
} from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import { measureConversation } from '@callscript/transcript';
import { chooseVertical } from './choose-vertical.ts';
import type { Judge, JudgeInput, JudgeResult } from './judge/judge.ts';

export type JudgeName = 'rules' | 'bedrock';

export interface AnalyzeCallDeps {
  db: Db;
  judges: Readonly<Record<JudgeName, Judge>>;
  defaultJudge: JudgeName;
}

interface AnalyzedCall extends JudgeResult {
  vertical: Vertical;
  metrics: ConversationMetrics;
}

/** Scores, BANT, flags and coaching of one call, by the judge its business asks for, and its figures, which need none. */
export function analyzeCall({ db, judges, defaultJudge }: AnalyzeCallDeps): StageHandler<AnalyzedCall> {
  return {
    stage: 'analyze',
    async work(call, { signal }) {
      const { input, metrics } = await loadCall(db, call);
      const judge = judges[(await findJudgeChoice(db, call.bid)) ?? defaultJudge];
      return { ...(await judge.judge(input, { signal })), vertical: input.vertical, metrics };
    },
    async save(tx, call, result) {
      await saveAnalysis(tx, { bid: call.bid, callid: call.callid }, result.analysis, result, result.metrics);
      return { state: 'analyzed', next: 'notify' };
    },
  };
}

async function loadCall(db: Db, call: CallRow): Promise<{ input: JudgeInput; metrics: ConversationMetrics }> {
  const [transcript, config, business, parameters] = await Promise.all([
    findTranscript(db, call),
    getPipelineConfig(db, call.bid),
    getBusiness(db, call.bid),
    listQualityParameters(db, call.bid),
  ]);
  if (transcript === undefined) throw new StageError('permanent', 'no_transcript', 'the call has no transcript');
  const input: JudgeInput = {
    transcript: { text: transcript.transcript, segments: transcript.speaker_segments },
    durationSeconds: call.duration_seconds,
    vertical: chooseVertical(config.vertical, call.group_name),
    parameters: parameters.map((parameter) => ({
      key: parameter.parameter_key,
      name: parameter.parameter_name,
      maxScore: parameter.max_score,
      weight: parameter.weight,
      description: parameter.description,
    })),
    agentName: call.agent_name,
    businessName: business.business_name,
    direction: call.direction,
  };
  return { input, metrics: measureConversation(transcript.speaker_segments, transcript.audio_seconds) };
}
