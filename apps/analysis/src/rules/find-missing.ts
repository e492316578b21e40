import { startOf, type Span } from './call-text.ts';
import { compiled, isMeant, isQuestion, type CallView } from './call-view.ts';
import type { MissingRule } from './rule.ts';

/** Below this mean confidence a recogniser may simply not have heard the words. */
const confidenceMin = 0.5;
/** How many of the agent's opening words are shown as what was searched. */
const openingWords = 20;

/** The agent's opening words where a disclosure was due and did not come; nothing where the call cannot tell. */
export function findMissing(view: CallView, rule: MissingRule): Span[] {
  const { call, matcher } = view;
  const opening = call.turns.find((turn) => turn.speaker === 'agent' && turn.end > turn.start);
  if (opening === undefined || !canTell(view, rule)) return [];
  const until = startOf(call, opening.start) + rule.withinSeconds;
  const wasSaid = matcher
    .find(compiled(rule.patterns))
    .some((span) => startOf(call, span.start) <= until && isMeant(view, span) && !isQuestion(view, span));
  if (wasSaid) return [];
  return [{ start: opening.start, end: Math.min(opening.end, opening.start + openingWords) }];
}

function canTell({ call, matcher }: CallView, rule: MissingRule): boolean {
  const speakers = new Set(call.tokens.map((token) => token.speaker));
  if (speakers.has('unknown') || !speakers.has('customer')) return false;
  const agentTokens = call.tokens.filter((token) => token.speaker === 'agent').length;
  if (agentTokens < rule.agentWordsMin) return false;
  const confidences = call.words.flatMap((word) => word.confidence ?? []);
  const mean = confidences.reduce((sum, value) => sum + value, 0) / confidences.length;
  if (mean < confidenceMin) return false;
  if (rule.occasion === undefined) return true;
  return matcher.find(compiled(rule.occasion)).some((span) => call.tokens[span.start]?.speaker === 'agent');
}
