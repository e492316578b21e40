import { bantAspects, type Bant, type BantAspect, type Severity } from '@callscript/contracts';
import type { Span } from './call-text.ts';
import type { Breach } from './evaluate-rules.ts';
import { atMoment, clockOf, quoted } from './moments.ts';
import { agentWords, noConversation, statements, type ScoreView } from './scorecard/score-view.ts';
import type { Judgement } from './scorecard/scorer.ts';
import { amounts } from './scorecard/topics.ts';

const tipsMax = 3;
const tipsMin = 2;
/** A parameter at this part of its maximum or above needs no tip. */
const goodEnough = 0.85;
const severityOrder: Severity[] = ['critical', 'high', 'medium', 'low'];

const bantQuestions: Record<BantAspect, string> = {
  need: 'what the customer needs had not come up: ask what should become better',
  authority: 'it was open who decides: ask who else takes part in the decision',
  budget: 'the budget had not come up: ask what the customer plans to spend',
  timeline: 'the timing had not come up: ask by when the customer wants to decide',
};

/** Two or three tips, each about a moment of this call: violations first, then the weakest parameters, then BANT gaps. */
export function coach(view: ScoreView, judgements: readonly Judgement[], bant: Bant): string[] {
  if (view.call.tokens.length === 0) return [];
  const tips = new Set<string>();
  const violations = violationTips(view);
  for (const tip of violations.slice(0, 2)) tips.add(tip);
  for (const tip of [...parameterTips(view, judgements), ...bantTips(view, judgements, bant), ...violations.slice(2)]) {
    if (tips.size >= tipsMax) break;
    tips.add(tip);
  }
  for (const tip of strengthTips(view, judgements)) {
    if (tips.size >= tipsMin) break;
    tips.add(tip);
  }
  return [...tips];
}

/** One for each rule broken, the worst first. */
function violationTips(view: ScoreView): string[] {
  const first = new Map<string, Breach>();
  for (const breach of view.breaches) if (!first.has(breach.rule.id)) first.set(breach.rule.id, breach);
  return [...first.values()]
    .sort((a, b) => severityOrder.indexOf(a.rule.severity) - severityOrder.indexOf(b.rule.severity))
    .map(({ rule, span }) =>
      rule.kind === 'missing'
        ? `${atMoment(view, span)} something was missing: ${rule.advice}.`
        : `At ${clockOf(view, span)} you said ${quoted(view, span)}. Next time, ${rule.advice}.`,
    );
}

function parameterTips(view: ScoreView, judgements: readonly Judgement[]): string[] {
  return judgements
    .filter(
      (judgement) => judgement.ratio !== null && judgement.ratio < goodEnough && judgement.score.key !== 'compliance',
    )
    .sort((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0))
    .flatMap(({ gaps, score }) => {
      const gap = gaps[0];
      return gap === undefined ? [] : [`${score.name}: ${decapitalised(atMoment(view, gap.moment))} ${gap.tip}.`];
    });
}

/** Where a sale was talked about: what to ask, and before which moment. */
function bantTips(view: ScoreView, judgements: readonly Judgement[], bant: Bant): string[] {
  const isSale = judgements.some(({ score }) => score.key === 'discovery' && score.score !== null);
  if (!isSale || noConversation(view) !== undefined) return [];
  const moment: Span | undefined = statements(view, 'agent', amounts)[0] ?? agentWords(view, 'last');
  if (moment === undefined) return [];
  return bantAspects
    .filter((aspect) => bant[aspect].status === 'not_discussed')
    .map((aspect) => `${atMoment(view, moment)} ${bantQuestions[aspect]}.`);
}

function strengthTips(view: ScoreView, judgements: readonly Judgement[]): string[] {
  return judgements
    .filter(({ ratio }) => ratio !== null)
    .sort((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0))
    .flatMap(({ strengths, score }) => {
      const strength = strengths[0];
      return strength === undefined
        ? []
        : [
            `${score.name}: ${decapitalised(atMoment(view, strength.moment))} you ${yours(strength.text)}. Keep doing this.`,
          ];
    });
}

function decapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function yours(done: string): string {
  return done.replaceAll(/\btheir\b/g, 'your').replaceAll(/\bthey call\b/g, 'you called');
}
