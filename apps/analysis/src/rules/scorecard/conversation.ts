import type { Span, Turn } from '../call-text.ts';
import { compiled } from '../call-view.ts';
import { agentWords, answersWith, breachSpans, hasUnknownSpeakers, utterances, type ScoreView } from './score-view.ts';
import type { Scorer } from './scorer.ts';
import { agentQuestions, hedges, troubles } from './topics.ts';

const hasWords = (turn: Turn): boolean => turn.end > turn.start;

/** The agent's turns that answer the customer. */
function replies(view: ScoreView): Turn[] {
  const { turns } = view.call;
  if (hasUnknownSpeakers(view)) return turns.filter(hasWords);
  return turns.filter(
    (turn, index) => hasWords(turn) && turn.speaker === 'agent' && turns[index - 1]?.speaker === 'customer',
  );
}

function inReplies(view: ScoreView, patterns: readonly string[], firstTokens = Number.POSITIVE_INFINITY): Span[] {
  return replies(view).flatMap((turn) =>
    view.matcher.find(compiled(patterns), { start: turn.start, end: Math.min(turn.end, turn.start + firstTokens) }),
  );
}

/** Overlaps shorter than this are the normal change of turns, in seconds. */
const interruptionSeconds = 0.6;
const agentShareMax = 0.75;

function interruptions(view: ScoreView): Span[] {
  const { turns, tokens, words } = view.call;
  return turns.flatMap((turn, index) => {
    const before = turns[index - 1];
    if (turn.speaker !== 'agent' || before?.speaker !== 'customer' || !hasWords(turn) || !hasWords(before)) return [];
    const customerEnds = words[tokens[before.end - 1]?.word ?? -1]?.end ?? 0;
    const agentStarts = words[tokens[turn.start]?.word ?? -1]?.start ?? customerEnds;
    return customerEnds - agentStarts > interruptionSeconds
      ? [{ start: turn.start, end: Math.min(turn.end, turn.start + 8) }]
      : [];
  });
}

/** The customer's longest turn, where the agent left at least a quarter of the words to the customer. */
function roomForCustomer(view: ScoreView): Span[] {
  if (hasUnknownSpeakers(view)) return [];
  const customers = view.call.turns.filter((turn) => turn.speaker === 'customer');
  const customerTokens = customers.reduce((sum, turn) => sum + turn.end - turn.start, 0);
  if (customerTokens < view.call.tokens.length * (1 - agentShareMax)) return [];
  const longest = customers.reduce((best, turn) => (turn.end - turn.start > best.end - best.start ? turn : best));
  return [{ start: longest.start, end: Math.min(longest.end, longest.start + 16) }];
}

export const activeListening: Scorer = {
  key: 'active_listening',
  occasions: (view) => replies(view).map((turn) => ({ start: turn.start, end: Math.min(turn.end, turn.start + 12) })),
  noOccasion: 'The agent answered nothing the customer said.',
  base: 1,
  enough: 9,
  items: [
    {
      points: 3,
      find: (view) =>
        inReplies(
          view,
          [
            '(i see|i understand|got it|makes sense|i hear you|of course|absolutely|certainly|great|perfect|wonderful|i appreciate|sorry to hear|no problem|understood|right|sure|thank you for)',
            '(okay|all right) (so|great|thank|i|let)',
          ],
          8,
        ),
      done: 'acknowledged what the customer said',
      missing: 'words that show the agent heard the customer',
      tip: 'take up what the customer just said before going on',
    },
    {
      points: 3,
      find: (view) => inReplies(view, agentQuestions),
      done: 'followed up with questions',
      missing: 'follow-up questions',
      tip: 'ask one question about what the customer just said',
    },
    {
      points: 2,
      find: (view) =>
        inReplies(view, [
          '(so you|so it is|what i hear|if i understand|it sounds like|sounds like you|you mentioned|you said|just to confirm|to make sure|let me make sure|so what you)',
          '(i see|i understand) ~1 (your|you|the|that) ~3',
        ]),
      done: 'put it in their own words',
      missing: "the customer's point in the agent's words",
      tip: "repeat the customer's point in your own words",
    },
    {
      points: 2,
      find: roomForCustomer,
      done: 'left the customer room to talk',
      missing: 'room for the customer to talk',
      tip: 'pause after a question and let the customer talk more',
    },
  ],
  faults: [
    {
      points: 1,
      timesMax: 3,
      find: interruptions,
      text: 'talked over the customer',
      tip: 'let the customer finish before you answer',
    },
  ],
};

const fillerWords = /^(uh|um|uhm|er|erm|ah|hmm|mm)[.,]?$/i;
/** More fillers than this among an agent's words are heard as unsure. */
const fillerShareMax = 0.05;

function fillers(view: ScoreView): Span[] {
  const agents = view.call.words.filter((word) => word.speaker !== 'customer');
  const count = agents.filter((word) => fillerWords.test(word.text)).length;
  const first = agentWords(view, 'first');
  return count > agents.length * fillerShareMax && first !== undefined ? [first] : [];
}

export const communication: Scorer = {
  key: 'communication',
  occasions: (view) => [agentWords(view, 'first')].filter((span) => span !== undefined),
  noOccasion: 'The agent said nothing.',
  appliesToAnyCall: true,
  base: 4,
  items: [
    {
      points: 3,
      find: (view) =>
        utterances(view, 'agent', [
          '(please|thank you|thanks|you are welcome|my pleasure|sorry|apologize|appreciate|madam|sir)',
        ]),
      done: 'spoke courteously',
      missing: 'courteous words',
      tip: 'use a please or thank you',
    },
    {
      points: 3,
      find: (view) =>
        view.call.turns
          .filter((turn) => turn.speaker !== 'customer' && turn.end - turn.start >= 8)
          .map((turn) => ({ start: turn.start, end: Math.min(turn.end, turn.start + 12) })),
      done: 'spoke in whole sentences',
      missing: 'whole sentences',
      tip: 'answer in whole sentences',
    },
  ],
  faults: [
    {
      points: 1,
      timesMax: 3,
      find: (view) => utterances(view, 'agent', hedges),
      text: 'vague words',
      tip: 'replace the vague answer by what you do know',
    },
    { points: 2, timesMax: 1, find: fillers, text: 'many filler words', tip: 'pause instead of filling with "um"' },
    {
      points: 6,
      timesMax: 1,
      find: (view) => breachSpans(view, { rule: 'abusive-language' }),
      text: 'insulting words',
      tip: 'keep to words that leave the customer respected',
    },
  ],
};

export const empathy: Scorer = {
  key: 'empathy',
  occasions: (view) => utterances(view, 'customer', troubles),
  noOccasion: 'The customer spoke of no trouble.',
  base: 0,
  items: [
    {
      points: 6,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          '(sorry|apologize|apologies|apologise)',
          '(i|we) [can|do|completely|totally|really] (understand|imagine|appreciate|hear you|see how)',
          '(that must|that sounds|must be|sounds) ~2 (hard|difficult|frustrating|stressful|tough|terrible|upsetting)',
        ]),
      done: 'showed understanding for the trouble',
      missing: 'understanding for the trouble',
      tip: 'say first that you are sorry to hear it, then go on',
    },
    {
      points: 4,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          '(let me|i will|we will|i can|we can) ~2 (help|check|see|look|fix|find|take care|sort|get|make sure|pull|remove|send)',
          '(happy|glad|here) to help',
          '(how many|what|which|do you) ~4',
        ]),
      done: 'turned to helping',
      missing: 'an offer to help with it',
      tip: 'say what you will do about it',
    },
  ],
};
