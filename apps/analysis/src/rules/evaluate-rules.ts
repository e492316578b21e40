import type { Flag, Vertical } from '@callscript/contracts';
import { quoteOf, startOf, type CallText, type Span } from './call-text.ts';
import { compiled, isAgents, isCustomers, isMeant, isQuestion, type CallView } from './call-view.ts';
import { rulesFor } from './catalogue/index.ts';
import { findMissing } from './find-missing.ts';
import type { AfterRule, Rule, SaidRule } from './rule.ts';

/** A rule broken, and the words that break it. */
export interface Breach {
  rule: Rule;
  span: Span;
}

/** Every violation of the general rules and of the vertical's, in the order spoken. */
export function findBreaches(view: CallView, vertical: Vertical): Breach[] {
  const seen = new Set<string>();
  return rulesFor(vertical)
    .flatMap((rule) => breachesOf(view, rule, vertical).map((span) => ({ rule, span })))
    .sort((a, b) => startOf(view.call, a.span.start) - startOf(view.call, b.span.start))
    .filter(({ rule, span }) => {
      const key = `${rule.id} ${span.start} ${span.end}`;
      return !seen.has(key) && seen.add(key);
    });
}

export function flagOf(view: CallView, { rule, span }: Breach): Flag {
  return { rule: rule.id, severity: rule.severity, ...quoteOf(view.call, span) };
}

function breachesOf(view: CallView, rule: Rule, vertical: Vertical): Span[] {
  switch (rule.kind) {
    case 'said':
      return readable(view.call, findSaid(view, rule, vertical));
    case 'after':
      return readable(view.call, findAfter(view, rule));
    case 'missing':
      return findMissing(view, rule);
  }
}

function findSaid(view: CallView, rule: SaidRule, vertical: Vertical): Span[] {
  const lists = [
    rule.patterns,
    ...(rule.alsoIn ?? []).filter((also) => also.verticals.includes(vertical)).map((also) => also.patterns),
  ];
  const harmless = compiled(rule.unless ?? noPatterns);
  return joined(lists.flatMap((patterns) => view.matcher.find(compiled(patterns))))
    .filter((span) => isAgents(view, span))
    .filter((span) => isMeant(view, span) && (rule.countsAsked === true || !isQuestion(view, span)))
    .filter((span) => !view.matcher.has(harmless, sentenceAround(view.call, span)));
}

const noPatterns: readonly string[] = [];

/**
 * For each thing the customer said: the first breach that the agent commits before settling it, and before the customer
 * says it again.
 */
function findAfter(view: CallView, rule: AfterRule): Span[] {
  const { call, matcher } = view;
  const at = (span: Span): number => startOf(call, span.start);
  const triggers = matcher
    .find(compiled(rule.trigger))
    .filter((span) => isCustomers(view, span) && isMeant(view, span));
  if (triggers.length === 0) return [];
  // "Before I take you off" and "I can not remove you" settle nothing; nor, where nobody knows who speaks, does the request.
  const settled = matcher
    .find(compiled(rule.settledBy))
    .filter(
      (span) => isAgents(view, span) && isMeant(view, span) && !triggers.some((trigger) => overlaps(trigger, span)),
    );
  const breaches = matcher
    .find(compiled(rule.breach))
    .filter((span) => isAgents(view, span) && isMeant(view, span))
    .sort((a, b) => at(a) - at(b));
  const found = triggers.flatMap((trigger, index) => {
    const from = startOf(call, trigger.end - 1);
    const next = triggers[index + 1];
    const until = Math.min(
      next === undefined ? Number.POSITIVE_INFINITY : at(next),
      ...settled.map(at).filter((time) => time > from),
    );
    return breaches.find((span) => span.start >= trigger.end && at(span) > from && at(span) < until) ?? [];
  });
  return [...new Set(found)].sort((a, b) => a.start - b.start);
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** How far a sentence is searched for words that make a match harmless, in tokens. */
const neighbourhood = 14;

function sentenceAround(call: CallText, span: Span): Span {
  return widened(call, span, neighbourhood, neighbourhood, Number.POSITIVE_INFINITY);
}

/** Words added on either side of a match so that a person can read the quote. */
const contextWords = 3;
const contextPause = 0.35;

/** Widens each of the spans, which are in order, without reaching into the next. */
function readable(call: CallText, spans: Span[]): Span[] {
  return spans.map((span, index) => {
    const before = Math.min(contextWords, span.start - (spans[index - 1]?.end ?? 0));
    const after = Math.min(contextWords, (spans[index + 1]?.start ?? call.tokens.length) - span.end);
    return widened(call, span, before, after, contextPause);
  });
}

/** The span and its neighbours, as far as the sentence, the turn and the speaker's breath go. */
function widened(call: CallText, span: Span, before: number, after: number, pauseMax: number): Span {
  const first = call.tokens[span.start];
  const last = call.tokens[span.end - 1];
  let { start, end } = span;
  while (span.start - start < before) {
    const token = call.tokens[start - 1];
    if (token === undefined || token.turn !== first?.turn || token.sentence !== first.sentence) break;
    if ((call.tokens[start]?.pauseBefore ?? 0) >= pauseMax) break;
    start -= 1;
  }
  while (end - span.end < after) {
    const token = call.tokens[end];
    if (token === undefined || token.turn !== last?.turn || token.sentence !== last.sentence) break;
    if (token.pauseBefore >= pauseMax) break;
    end += 1;
  }
  return { start, end };
}

function joined(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push({ ...span });
    else last.end = Math.max(last.end, span.end);
  }
  return kept;
}
