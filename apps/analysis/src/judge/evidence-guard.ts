import type { Evidence, Speaker, Transcript } from '@callscript/contracts';
import { buildCallText, quoteOf, startOf, type CallText, type Span } from '../rules/call-text.ts';
import { negators } from '../rules/matcher.ts';
import { isNearWord } from '../rules/near-word.ts';
import { normaliseWord } from '../rules/normalise.ts';

/** Words that someone says were spoken. */
export interface Claim {
  speaker: Speaker;
  quote: string;
  /** Seconds from the start of the recording. */
  start: number;
}

export interface EvidenceGuard {
  /** The transcript's own words and times for a claim; undefined where nothing like it was said there by that speaker. */
  find(claim: Claim): Evidence | undefined;
}

/** How far from the claimed time the words may be, in seconds. A line of a prompt lasts about as long. */
const timeTolerance = 20;
/** The part of a quote's words that may be missing, added or misheard. */
const slipShare = 0.25;
/** Quotes shorter than this must be found word for word. */
const slipWordsMin = 4;
/** Quotes longer than this are cut: no honest quote needs more, and the work grows with it. */
const quoteWordsMax = 80;

/**
 * Keeps a judge honest: nothing is believed that the transcript does not say near that time by that speaker. Case,
 * punctuation, fillers and single misheard words do not matter; a "not" more or less does.
 */
export function createEvidenceGuard(transcript: Transcript): EvidenceGuard {
  const call = buildCallText(transcript);
  return {
    find: ({ speaker, quote, start }) => {
      const words = quote.split(/\s+/).flatMap(normaliseWord).slice(0, quoteWordsMax);
      if (words.length === 0 || !Number.isFinite(start)) return undefined;
      const best = call.turns
        .filter((turn) => isBy(turn.speaker, speaker))
        .map((turn) => near(call, turn, start))
        .filter((span) => span.end > span.start)
        .map((span) => align(call, span, words, start))
        .filter((found) => found !== undefined)
        .sort((a, b) => a.cost - b.cost || a.distance - b.distance)[0];
      return best === undefined ? undefined : quoteOf(call, best.span);
    },
  };
}

/** Where nobody knows who speaks, any claimed speaker fits. */
function isBy(actual: Speaker, claimed: Speaker): boolean {
  return actual === claimed || actual === 'unknown';
}

function near(call: CallText, turn: Span, time: number): Span {
  let { start, end } = turn;
  while (start < end && startOf(call, start) < time - timeTolerance) start += 1;
  while (end > start && startOf(call, end - 1) > time + timeTolerance) end -= 1;
  return { start, end };
}

interface Alignment {
  span: Span;
  cost: number;
  distance: number;
}

/**
 * The stretch of the span that needs the fewest slips to become the quote: edit distance over words, free at both ends.
 * Of equally good stretches the one nearest to the claimed time wins.
 */
function align(call: CallText, span: Span, quote: readonly string[], time: number): Alignment | undefined {
  const length = span.end - span.start;
  let costs = new Float64Array(length + 1);
  let origins = Int32Array.from({ length: length + 1 }, (_, index) => index);
  for (const word of quote) {
    const nextCosts = new Float64Array(length + 1);
    const nextOrigins = new Int32Array(length + 1);
    nextCosts[0] = (costs[0] ?? 0) + slipCost(word);
    for (let at = 1; at <= length; at += 1) {
      const spoken = call.tokens[span.start + at - 1]?.text ?? '';
      const replaced = (costs[at - 1] ?? 0) + replaceCost(word, spoken);
      const lost = (costs[at] ?? 0) + slipCost(word);
      const added = (nextCosts[at - 1] ?? 0) + slipCost(spoken);
      const least = Math.min(replaced, lost, added);
      nextCosts[at] = least;
      nextOrigins[at] =
        (least === replaced ? origins[at - 1] : least === lost ? origins[at] : nextOrigins[at - 1]) ?? 0;
    }
    costs = nextCosts;
    origins = nextOrigins;
  }
  const allowed = quote.length < slipWordsMin ? 0 : quote.length * slipShare;
  let best: Alignment | undefined;
  for (let at = 1; at <= length; at += 1) {
    const cost = costs[at] ?? Number.POSITIVE_INFINITY;
    const found = { start: span.start + (origins[at] ?? 0), end: span.start + at };
    if (cost > allowed || found.end <= found.start) continue;
    const distance = Math.abs(startOf(call, found.start) - time);
    if (best === undefined || cost < best.cost || (cost === best.cost && distance < best.distance)) {
      best = { span: found, cost, distance };
    }
  }
  return best;
}

/** More than any quote may slip: a negation is never added, lost or replaced. */
const never = 1000;

function slipCost(word: string): number {
  return negators.has(word) ? never : 1;
}

function replaceCost(claimed: string, spoken: string): number {
  if (claimed === spoken) return 0;
  if (negators.has(claimed) || negators.has(spoken)) return never;
  return claimed.length > 4 && isNearWord(claimed, spoken) ? 0 : 1;
}
