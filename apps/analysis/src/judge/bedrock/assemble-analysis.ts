import {
  bantAspects,
  type Analysis,
  type BantAspect,
  type BantFinding,
  type Evidence,
  type Flag,
  type ParameterScore,
} from '@callscript/contracts';
import { findRule } from '../../rules/catalogue/index.ts';
import { qualityScore } from '../../rules/scorecard/scorer.ts';
import type { EvidenceGuard } from '../evidence-guard.ts';
import type { QualityParameter } from '../judge.ts';
import type { Answer, ClaimedQuote } from './answer.ts';

const textMax = 500;
const summaryMax = 2000;
const tipsMax = 3;

/** Makes an analysis of what a model answered, leaving out every flag and score whose words were not said. */
export function assembleAnalysis(
  answer: Answer,
  parameters: readonly QualityParameter[],
  guard: EvidenceGuard,
): { analysis: Analysis; droppedClaims: number } {
  let droppedClaims = 0;
  const flags: Flag[] = [];
  for (const { rule: id, ...quote } of answer.flags) {
    const rule = findRule(id);
    const evidence = findQuote(guard, quote);
    if (rule === undefined || evidence === undefined || evidence.speaker === 'customer') droppedClaims += 1;
    else if (!flags.some((flag) => flag.rule === id && flag.start === evidence.start)) {
      flags.push({ rule: id, severity: rule.severity, ...evidence });
    }
  }
  const scores = parameters.map((parameter) => {
    const claimed = answer.parameters.find(({ key }) => key === parameter.key);
    const evidence = (claimed?.quotes ?? []).flatMap((quote) => findQuote(guard, quote) ?? []);
    const isDropped = typeof claimed?.score === 'number' && evidence.length === 0;
    if (isDropped) droppedClaims += 1;
    return scoreOf(parameter, isDropped ? undefined : claimed, evidence);
  });
  return {
    analysis: {
      quality_score: qualityScore(scores, parameters),
      verdict: flags.length > 0 ? 'flagged' : 'safe',
      parameters: scores,
      bant: bantOf(answer, guard),
      summary: answer.summary.slice(0, summaryMax),
      coaching_suggestions: answer.coaching_suggestions.slice(0, tipsMax).map((tip) => tip.slice(0, textMax)),
      flags: flags.sort((a, b) => a.start - b.start),
    },
    droppedClaims,
  };
}

function scoreOf(
  parameter: QualityParameter,
  claimed: Answer['parameters'][number] | undefined,
  evidence: Evidence[],
): ParameterScore {
  const { key, name, maxScore } = parameter;
  return {
    key,
    name,
    score: typeof claimed?.score === 'number' ? Math.min(maxScore, claimed.score) : null,
    max_score: maxScore,
    comment: (claimed?.comment ?? 'Not judged: no words of the call were given for it.').slice(0, textMax),
    evidence,
  };
}

function bantOf(answer: Answer, guard: EvidenceGuard): Analysis['bant'] {
  const found = Object.fromEntries(bantAspects.map((aspect) => [aspect, bantFindingOf(answer.bant[aspect], guard)]));
  return found as Record<BantAspect, BantFinding>;
}

/** A finding without words that were said is none. */
function bantFindingOf({ status, detail, quotes }: Answer['bant'][BantAspect], guard: EvidenceGuard): BantFinding {
  const evidence = quotes.flatMap((quote) => findQuote(guard, quote) ?? []);
  if (status !== 'not_discussed' && evidence.length === 0)
    return { status: 'not_discussed', detail: 'Nothing was said about it.', evidence: [] };
  return { status, detail: detail.slice(0, textMax), evidence };
}

function findQuote(guard: EvidenceGuard, { speaker, quote, time }: ClaimedQuote): Evidence | undefined {
  return guard.find({ speaker, quote, start: secondsOf(time) });
}

/** `1:05`, `[1:02:03]` or `65` as seconds; NaN for anything else. */
function secondsOf(time: string): number {
  const plain = time.replaceAll(/[[\]\s]/g, '');
  if (!/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(plain)) return Number.NaN;
  return plain.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
