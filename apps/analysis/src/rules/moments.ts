import { clock } from './clock.ts';
import { quoteOf, startOf, type Span } from './call-text.ts';
import { sentenceOf, type ScoreView } from './scorecard/score-view.ts';

export function clockOf(view: ScoreView, span: Span): string {
  return clock(startOf(view.call, span.start));
}

/** The words around a moment, quoted. */
export function quoted(view: ScoreView, span: Span, max = 16): string {
  return `\u201c${quoteOf(view.call, sentenceOf(view, span, max)).quote}\u201d`;
}

/** `At 0:42, when the customer said “…”,` for speech addressed to the agent. */
export function atMoment(view: ScoreView, span: Span): string {
  const speaker = view.call.tokens[span.start]?.speaker;
  const who =
    speaker === 'customer' ? 'when the customer said' : speaker === 'agent' ? 'when you said' : 'at the words';
  return `At ${clockOf(view, span)}, ${who} ${quoted(view, span, 14)},`;
}
