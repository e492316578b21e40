import type { Transcript } from '@callscript/contracts';
import { buildCallText, type CallText, type Span } from './call-text.ts';
import { isAsked, isDenied, isReported, isSupposed, isWrittenAsQuestion } from './context.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { compilePatterns, type Pattern } from './pattern.ts';

/** A call and the tools to look into it; made once a call, handed to every rule and scorer. */
export interface CallView {
  call: CallText;
  matcher: Matcher;
  /** Tokens that are clearly the customer's words although nobody said who speaks. */
  customerCues: Span[];
}

export function buildCallView(transcript: Transcript): CallView {
  const call = buildCallText(transcript);
  const matcher = createMatcher(call);
  return { call, matcher, customerCues: matcher.find(customerCuePatterns) };
}

/** What only a customer says. Consulted where the speaker is unknown. */
const customerCuePatterns = compilePatterns([
  'my (income|wife|husband|job|doctor|bill|budget|kids|children|daughter|son|employer|prescriptions|landlord|lawyer|attorney)',
  'am i ~3 (guaranteed|approved|covered|eligible|going)',
  '(will|do|would|can|could) i (be|get|have|need|qualify|lose|go)',
  '(i|we) already have',
  '(i|we) am not interested',
  'i @will ~1 (sue|report|record|call my)',
  '(why|how) (are|did) you (call*|get|keep)',
  '(i|we) (lost|make|earn|owe|live|work|need|was told|heard)',
  'you (charged|told|said|promised|guaranteed|keep) [me|that|it]',
]);

/** How far from a match a customer's cue still claims it, in tokens. */
const cueReach = 3;

/** Whether the agent said the span. Words of nobody known count as the agent's unless they are clearly the customer's. */
export function isAgents({ call, customerCues }: CallView, span: Span): boolean {
  const first = call.tokens[span.start];
  if (first === undefined || first.speaker === 'customer') return false;
  if (first.speaker === 'agent') return true;
  return !customerCues.some(
    (cue) =>
      cue.end > span.start - cueReach &&
      cue.start < span.end &&
      call.tokens[cue.start]?.turn === first.turn &&
      call.tokens[cue.start]?.sentence === first.sentence,
  );
}

/** Whether the customer may have said the span. */
export function isCustomers({ call }: CallView, span: Span): boolean {
  return call.tokens[span.start]?.speaker !== 'agent';
}

/** Whether the words stand for themselves: neither denied, nor someone else's, nor only supposed. */
export function isMeant({ call }: CallView, span: Span): boolean {
  return !isDenied(call, span) && !isReported(call, span) && !isSupposed(call, span);
}

/** Whether the span is stated rather than asked. */
export function isStated(view: CallView, span: Span): boolean {
  return isMeant(view, span) && !isAsked(view.call, span);
}

/** A question nobody can take for a statement: asked in words, or written as one by someone who may be the customer. */
export function isQuestion(view: CallView, span: Span): boolean {
  const isUnknown = view.call.tokens[span.start]?.speaker !== 'agent';
  return isAsked(view.call, span) || (isUnknown && isWrittenAsQuestion(view.call, span));
}

const patternCache = new Map<readonly string[], Pattern[]>();

/** Compiles a list of patterns once in the life of the process. */
export function compiled(sources: readonly string[]): Pattern[] {
  let patterns = patternCache.get(sources);
  if (patterns === undefined) {
    patterns = compilePatterns(sources);
    patternCache.set(sources, patterns);
  }
  return patterns;
}
