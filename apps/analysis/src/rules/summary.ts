import type { Span } from './call-text.ts';
import { isMeant } from './call-view.ts';
import { clockOf, quoted } from './moments.ts';
import { noConversation, utterances, type ScoreView } from './scorecard/score-view.ts';
import { nextSteps, objections, troubles } from './scorecard/topics.ts';

/** One to three sentences made of what was found: what the call was about, how it went, what comes next. */
export function summarise(view: ScoreView): string {
  if (view.call.tokens.length === 0) return 'Nothing was said on this call.';
  return [purpose(view), outcome(view), nextStep(view)].filter((sentence) => sentence !== undefined).join(' ');
}

function purpose(view: ScoreView): string {
  const agent = view.agentName ?? 'The agent';
  const company = view.businessName === null ? '' : ` of ${view.businessName}`;
  const who =
    view.direction === 'inbound'
      ? `A customer called ${view.businessName ?? 'in'} and spoke to ${view.agentName ?? 'an agent'}`
      : `${agent}${company} spoke with a customer`;
  const about = first(
    utterances(view, 'agent', [
      '(reason|purpose) ~2 (call|calling) ~6',
      '(calling|reaching out) ~1 (about|regarding|because) ~5',
    ]),
    utterances(view, 'customer', ['(i|we) ~1 (need|want|am looking|are looking|would like) ~5', ...troubles]),
  );
  return about === undefined ? `${who}.` : `${who}; it was about ${quoted(view, about)} (${clockOf(view, about)}).`;
}

function outcome(view: ScoreView): string | undefined {
  const obstacle = noConversation(view);
  if (obstacle !== undefined) return obstacle;
  if (view.breaches.length > 0) {
    const ids = [...new Set(view.breaches.map(({ rule }) => rule.id))];
    const texts = ids.map((id) => id.replaceAll('-', ' '));
    return `${ids.length === 1 ? 'A rule was' : `${ids.length} rules were`} broken: ${texts.join(', ')}.`;
  }
  const objection = first(utterances(view, 'customer', objections));
  const agreement = utterances(view, 'customer', [
    '(sounds good|works for me|let us do it|sign me up|that is fine|go ahead|i agree)',
  ])
    .filter((span) => isMeant(view, span))
    .at(-1);
  if (objection !== undefined && agreement !== undefined && agreement.start > objection.start) {
    return `The customer objected ${quoted(view, objection)} (${clockOf(view, objection)}) and later said ${quoted(view, agreement)} (${clockOf(view, agreement)}).`;
  }
  if (objection !== undefined)
    return `The customer's objection ${quoted(view, objection)} (${clockOf(view, objection)}) was not overcome.`;
  return agreement === undefined
    ? undefined
    : `The customer agreed: ${quoted(view, agreement)} (${clockOf(view, agreement)}).`;
}

function nextStep(view: ScoreView): string | undefined {
  const step = utterances(view, 'agent', nextSteps)
    .filter((span) => isMeant(view, span))
    .at(-1);
  return step === undefined ? undefined : `Next step: ${quoted(view, step)} (${clockOf(view, step)}).`;
}

function first(...lists: Span[][]): Span | undefined {
  return lists.find((spans) => spans.length > 0)?.[0];
}
