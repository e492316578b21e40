import type { Severity } from '@callscript/contracts';
import { startOf, turnOf, type Span } from '../call-text.ts';
import type { Breach } from '../evaluate-rules.ts';
import { compiled, isAgents, isCustomers, isQuestion, isStated, type CallView } from '../call-view.ts';

/** What scorers, BANT, summary and coaching know of a call. */
export interface ScoreView extends CallView {
  agentName: string | null;
  businessName: string | null;
  direction: 'inbound' | 'outbound' | null;
  durationSeconds: number;
  breaches: Breach[];
}

export type Role = 'agent' | 'customer';
export type Zone = 'opening' | 'closing' | 'anywhere';

const openingSeconds = 25;
const closingSeconds = 40;
/** The closing is at most this part of a call. */
const closingShare = 0.4;

/** Where in the call, by time, something happens. */
function isInZone(view: ScoreView, zone: Zone, span: Span): boolean {
  const at = startOf(view.call, span.start);
  const first = startOf(view.call, 0);
  const last = view.call.words.at(-1)?.end ?? 0;
  switch (zone) {
    case 'opening':
      return at - first <= openingSeconds;
    case 'closing':
      return last - at <= Math.min(closingSeconds, (last - first) * closingShare);
    case 'anywhere':
      return true;
  }
}

/** What a party said or asked, in the order spoken. */
export function utterances(view: ScoreView, role: Role, patterns: readonly string[], zone: Zone = 'anywhere'): Span[] {
  const isTheirs = role === 'agent' ? isAgents : isCustomers;
  return view.matcher.find(compiled(patterns)).filter((span) => isTheirs(view, span) && isInZone(view, zone, span));
}

/** What a party stated: neither asked nor denied. */
export function statements(view: ScoreView, role: Role, patterns: readonly string[], zone: Zone = 'anywhere'): Span[] {
  return utterances(view, role, patterns, zone).filter((span) => isStated(view, span));
}

const questionWords = new Set('what how when where who which why tell'.split(' '));

/** What a party asked: matches that begin with a question word or stand in a question. */
export function questions(view: ScoreView, role: Role, patterns: readonly string[], zone: Zone = 'anywhere'): Span[] {
  return utterances(view, role, patterns, zone).filter(
    (span) => questionWords.has(view.call.tokens[span.start]?.text ?? '') || isQuestion(view, span),
  );
}

/** Spans of the first `turns` turns of the agent that begin after a moment, and what remains of the moment's own turn where nobody knows who speaks. */
export function answersTo(view: ScoreView, moment: Span, turns = 2): Span[] {
  const { call } = view;
  const own = turnOf(call, moment.start);
  const rest = own.speaker === 'unknown' ? [{ start: moment.end, end: Math.min(own.end, moment.end + 40) }] : [];
  const index = call.tokens[moment.start]?.turn ?? 0;
  const following = call.turns.slice(index + 1, index + 1 + turns * 3).filter((turn) => turn.speaker !== 'customer');
  return [...rest, ...following.slice(0, turns)].filter((span) => span.end > span.start);
}

/** What the agent said in answer to a moment. */
export function answersWith(view: ScoreView, moments: Span[], patterns: readonly string[]): Span[] {
  return moments.flatMap((moment) =>
    answersTo(view, moment).flatMap((turn) =>
      view.matcher.find(compiled(patterns), { start: turn.start, end: turn.end }),
    ),
  );
}

/** A silence that ends a readable unit where nothing is punctuated. */
const breathSeconds = 0.35;

/** A moment as a person can read it: the sentence around it, at most `max` tokens. */
export function sentenceOf(view: ScoreView, span: Span, max = 16): Span {
  const { tokens } = view.call;
  const anchor = tokens[span.start];
  const belongs = (at: number): boolean =>
    tokens[at]?.turn === anchor?.turn && tokens[at]?.sentence === anchor?.sentence;
  let { start, end } = span;
  while (belongs(start - 1) && end - start < max && (tokens[start]?.pauseBefore ?? 0) < breathSeconds) start -= 1;
  while (belongs(end) && end - start < max && (tokens[end]?.pauseBefore ?? 0) < breathSeconds) end += 1;
  return { start, end };
}

/** The first or last words of the agent. */
export function agentWords(view: ScoreView, which: 'first' | 'last', max = 12): Span | undefined {
  const turns = view.call.turns.filter((turn) => turn.speaker !== 'customer' && turn.end > turn.start);
  const turn = which === 'first' ? turns[0] : turns.at(-1);
  if (turn === undefined) return undefined;
  return which === 'first'
    ? { start: turn.start, end: Math.min(turn.end, turn.start + max) }
    : { start: Math.max(turn.start, turn.end - max), end: turn.end };
}

export function hasUnknownSpeakers(view: ScoreView): boolean {
  return view.call.tokens.some((token) => token.speaker === 'unknown');
}

const wrongPerson = ['wrong (number|person)', '(no one|nobody) [here] by that name', '(there is|there are) no =one by'];
const machine = [
  'leave ~3 message ~3 (tone|beep)',
  'at the (tone|beep)',
  'not available ~4 leave',
  'voice mail|voicemail',
];

/** Fewer words than this are no conversation. */
const conversationTokensMin = 25;

/** Why there was no conversation to judge; undefined where there was one. */
export function noConversation(view: ScoreView): string | undefined {
  if (view.call.tokens.length === 0) return 'Nothing was said on this call.';
  if (view.call.tokens.length < conversationTokensMin) return 'The call is too short to judge.';
  if (utterances(view, 'customer', wrongPerson).length > 0) return 'The call reached the wrong person.';
  if (utterances(view, 'customer', machine, 'opening').length > 0) return 'The call reached a machine.';
  return undefined;
}

/** The words that broke rules of a severity or with an id. */
export function breachSpans(view: ScoreView, which: { severity: Severity } | { rule: string }): Span[] {
  return view.breaches
    .filter(({ rule }) => ('rule' in which ? rule.id === which.rule : rule.severity === which.severity))
    .map(({ span }) => span);
}
