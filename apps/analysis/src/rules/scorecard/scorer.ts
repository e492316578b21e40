import type { ParameterScore } from '@callscript/contracts';
import type { QualityParameter } from '../../judge/judge.ts';
import { quoteOf, type Span } from '../call-text.ts';
import { noConversation, sentenceOf, type ScoreView } from './score-view.ts';

/** Something good that the agent does, and what it is worth. */
export interface Item {
  /** Zero for what is worth showing but not due on every call. */
  points: number;
  find: (view: ScoreView, occasions: Span[]) => Span[];
  /** As part of "The agent …". */
  done: string;
  /** As part of "Missing: …". */
  missing: string;
  /** What a coach would ask for, as part of "At 0:42, when …, …". */
  tip: string;
}

/** Something bad that costs points each time, up to `timesMax`. */
export interface Fault {
  points: number;
  timesMax: number;
  find: (view: ScoreView, occasions: Span[]) => Span[];
  text: string;
  tip: string;
}

/** How a scorecard's parameter is judged. */
export interface Scorer {
  key: string;
  /** Moments that give occasion to judge; none means that the parameter does not apply to the call. */
  occasions: (view: ScoreView) => Span[];
  noOccasion: string;
  /** Whether it also applies where the wrong person answered. */
  appliesToAnyCall?: boolean;
  /** Points that everyone has. */
  base: number;
  /** Points that make a full score; all of them where it is absent. */
  enough?: number;
  items: readonly Item[];
  faults?: readonly Fault[];
}

/** What could have been better, where, and how much it was worth of the whole (0 to 1). */
export interface Gap {
  moment: Span;
  tip: string;
  worth: number;
}

export interface Judgement {
  score: ParameterScore;
  /** 0 to 1; null where the call gave no occasion. */
  ratio: number | null;
  gaps: Gap[];
  strengths: { text: string; moment: Span }[];
}

const evidenceMax = 4;
/** Words of a quote, so that a person can read it. */
const evidenceTokens = 10;

export function scoreParameter(view: ScoreView, parameter: QualityParameter, scorer: Scorer | undefined): Judgement {
  if (scorer === undefined) return notJudged(parameter, 'The rule judge knows no way to judge this parameter.');
  const obstacle = noConversation(view);
  if (obstacle !== undefined && (scorer.appliesToAnyCall !== true || view.call.tokens.length === 0)) {
    return notJudged(parameter, obstacle);
  }
  const occasions = scorer.occasions(view);
  const occasion = occasions[0];
  if (occasion === undefined) return notJudged(parameter, scorer.noOccasion);

  const items = scorer.items.map((item) => ({ item, spans: item.find(view, occasions) }));
  const faults = (scorer.faults ?? [])
    .map((fault) => ({ fault, spans: fault.find(view, occasions).slice(0, fault.timesMax) }))
    .filter(({ spans }) => spans.length > 0);
  const done = items.filter(({ spans }) => spans.length > 0);
  const missed = items.filter(({ item, spans }) => item.points > 0 && spans.length === 0);

  const total = scorer.enough ?? scorer.base + items.reduce((sum, { item }) => sum + item.points, 0);
  const earned = Math.min(total, scorer.base + done.reduce((sum, { item }) => sum + item.points, 0));
  const lost = faults.reduce((sum, { fault, spans }) => sum + fault.points * spans.length, 0);
  const ratio = Math.min(1, Math.max(0, (earned - lost) / total));

  const moments = [...faults.map(({ spans }) => spans[0]), ...done.map(({ spans }) => spans[0])].filter(
    (span) => span !== undefined,
  );
  return {
    score: {
      key: parameter.key,
      name: parameter.name,
      score: rounded(ratio * parameter.maxScore, parameter.maxScore),
      max_score: parameter.maxScore,
      comment: comment(
        done.map(({ item }) => item.done),
        ratio < 1 ? missed.map(({ item }) => item.missing) : [],
        faults.map(({ fault }) => fault.text),
      ),
      evidence: (moments.length > 0 ? moments : [occasion])
        .slice(0, evidenceMax)
        .map((span) => quoteOf(view.call, sentenceOf(view, span, evidenceTokens))),
    },
    ratio,
    gaps: [
      ...faults.map(({ fault, spans }) => ({
        moment: spans[0] ?? occasion,
        tip: fault.tip,
        worth: (fault.points * spans.length) / total,
      })),
      ...missed.map(({ item }) => ({ moment: occasion, tip: item.tip, worth: item.points / total })),
    ].sort((a, b) => b.worth - a.worth),
    strengths: done.map(({ item, spans }) => ({ text: item.done, moment: spans[0] ?? occasion })),
  };
}

/** Weighted over the parameters that could be judged, out of 100 with one decimal; null where none could. */
export function qualityScore(
  scores: readonly ParameterScore[],
  parameters: readonly QualityParameter[],
): number | null {
  const weights = new Map(parameters.map((parameter) => [parameter.key, parameter.weight]));
  let weightSum = 0;
  let sum = 0;
  for (const { key, score, max_score: max } of scores) {
    if (score === null) continue;
    const weight = weights.get(key) ?? 0;
    weightSum += weight;
    sum += (weight * score) / max;
  }
  return weightSum > 0 ? Math.min(100, Math.max(0, Math.round((1000 * sum) / weightSum) / 10)) : null;
}

function notJudged(parameter: QualityParameter, why: string): Judgement {
  const { key, name, maxScore } = parameter;
  return {
    score: { key, name, score: null, max_score: maxScore, comment: why, evidence: [] },
    ratio: null,
    gaps: [],
    strengths: [],
  };
}

/** Whole points on scales of 5 and more, tenths below. */
function rounded(score: number, maxScore: number): number {
  const value = maxScore >= 5 ? Math.round(score) : Math.round(score * 10) / 10;
  return Math.min(maxScore, value);
}

function comment(done: string[], missing: string[], faults: string[]): string {
  const parts = [
    done.length > 0 ? `The agent ${listed(done)}.` : '',
    faults.length > 0 ? `Cost points: ${listed(faults)}.` : '',
    missing.length > 0 ? `Missing: ${listed(missing)}.` : '',
  ];
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 500);
}

function listed(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
