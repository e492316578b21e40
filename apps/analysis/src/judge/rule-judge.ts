import { findBant } from '../rules/bant.ts';
import { buildCallView } from '../rules/call-view.ts';
import { coach } from '../rules/coaching.ts';
import { findBreaches, flagOf } from '../rules/evaluate-rules.ts';
import { scorers } from '../rules/scorecard/index.ts';
import type { ScoreView } from '../rules/scorecard/score-view.ts';
import { qualityScore, scoreParameter } from '../rules/scorecard/scorer.ts';
import { summarise } from '../rules/summary.ts';
import { JudgeError, type Judge, type JudgeInput, type JudgeResult } from './judge.ts';

/** Changes with every change of a rule, a scorer or the matching that can change a verdict or a score. */
export const rulesVersion = 'rules-1';
const modelName = 'callscript-rules';

/**
 * The embedded judge: works offline and gives the same answer for the same call. What it says rests on words of the
 * transcript by construction, so it never drops a claim.
 */
export function createRuleJudge(): Judge {
  return {
    // The work is a few milliseconds of computing; a signal can only arrive before it.
    judge: async (input, { signal }) => {
      if (signal.aborted)
        throw new JudgeError('aborted', 'retryable', 'the work was cancelled', { cause: signal.reason });
      return judgeByRules(input);
    },
  };
}

export function judgeByRules(input: JudgeInput): JudgeResult {
  const { transcript, vertical, parameters, agentName, businessName, direction, durationSeconds } = input;
  const callView = buildCallView(transcript);
  const view: ScoreView = {
    ...callView,
    breaches: findBreaches(callView, vertical),
    agentName,
    businessName,
    direction,
    durationSeconds,
  };
  const judgements = parameters.map((parameter) => scoreParameter(view, parameter, scorers.get(parameter.key)));
  const scores = judgements.map(({ score }) => score);
  const bant = findBant(view);
  const flags = view.breaches.map((breach) => flagOf(view, breach));
  return {
    analysis: {
      quality_score: qualityScore(scores, parameters),
      verdict: flags.length > 0 ? 'flagged' : 'safe',
      parameters: scores,
      bant,
      summary: summarise(view),
      coaching_suggestions: coach(view, judgements, bant),
      flags,
    },
    judge: 'rules',
    model: modelName,
    version: rulesVersion,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    droppedClaims: 0,
  };
}
