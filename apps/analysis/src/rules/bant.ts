import type { Bant, BantAspect, BantFinding } from '@callscript/contracts';
import { quoteOf, type Span } from './call-text.ts';
import { isMeant, isQuestion } from './call-view.ts';
import { noConversation, questions, sentenceOf, utterances, type ScoreView } from './scorecard/score-view.ts';
import { amounts, objections, questionsAbout } from './scorecard/topics.ts';

interface AspectPatterns {
  /** The customer's words that settle it. */
  told: readonly string[];
  /** Words that hint at it. */
  hinted: { role: 'agent' | 'customer'; patterns: readonly string[] }[];
  /** Whether the agent's question together with any answer settles it. */
  askedAndAnswered: boolean;
}

const aspects: Record<BantAspect, AspectPatterns> = {
  need: {
    told: [
      '(i|we) ~1 (need|want|require|am looking for|are looking for) !(to (think|talk|check|speak|ask|discuss|go|sleep|know)) ~4',
      '(looking for|interested in|would like) ~4',
      '(we|i) (have|had|keep) ~4 (problem*|trouble|issue*|dropped|old|broken|leak*|spam)',
      '(i|we) (lost|am losing|are losing|am paying|are paying) ~4',
    ],
    hinted: [
      {
        role: 'customer',
        patterns: [
          '(how|what|does|do|is|can) ~1 (much|it|that|you|this) ~3 (cost|include|work|cover|integrate|offer|have)',
          'tell me more',
          'sounds good',
        ],
      },
    ],
    askedAndAnswered: true,
  },
  authority: {
    told: [
      '(i am|i was) ~2 (owner|manager|director|boss|decision maker|president|founder|ceo|homeowner|home owner)',
      '(i|we) (make|makes) ~3 (decision|decisions)',
      '(it is|is) (my|our) (decision|call|company|business)',
      '(check|talk|speak|discuss|ask|run it|decide|consult) ~2 [with|to|by|together] ~2 (owner|manager|boss|director|partner|wife|husband|team|board|family|spouse|accountant)',
      '(ask|consult) my (owner|manager|boss|director|partner|wife|husband)',
      'my (boss|manager|partner|wife|husband|owner|director) (decides|handles|makes|has to|needs to)',
    ],
    hinted: [
      {
        role: 'customer',
        patterns: ['(my|our) (company|business|team|office|house|home|plan|policy)', 'we (have|use) ~3'],
      },
    ],
    askedAndAnswered: false,
  },
  budget: {
    told: [
      'budget ~3 (is|of|around|about|up) ~3 #',
      '(pay|paying|spend|spending|afford|budget|make|makes|earn) ~3 # ~3 @money',
      '# ~3 @money ~3 (budget|a month|a year|is fine|works|is okay)',
      '(no|do not have [a|any|the]) (budget|money)',
    ],
    hinted: [
      {
        role: 'customer',
        patterns: [
          '(too|very|so|pretty) (expensive|much|high)',
          '(can not|could not) afford',
          'how much',
          '(cheaper|discount|lower price)',
        ],
      },
    ],
    askedAndAnswered: true,
  },
  timeline: {
    told: [
      '(want|need|like|plan*|hope|hoping|looking|ready|going) ~6 (@day|@month|soon|as soon as possible|this year|next year|# (days|weeks|months))',
      '(by|before|until|in|within|starting|start) ~2 (@day|@month|next year|this year|end of|# (days|weeks|months))',
      '(right away|as soon as possible|immediately|urgent|urgently)',
      '(no rush|not in a hurry|in no hurry)',
    ],
    hinted: [
      {
        role: 'customer',
        patterns: [
          '(@day|@month) ~2 (works|is fine|is good|sounds good)',
          '(later|some other time|not now|not right now)',
          '@day',
        ],
      },
    ],
    askedAndAnswered: true,
  },
};

const names: Record<BantAspect, string> = {
  need: 'need',
  authority: 'decision maker',
  budget: 'budget',
  timeline: 'timeline',
};

/** What the call says of need, authority, budget and timeline, each with the words it rests on. */
export function findBant(view: ScoreView): Bant {
  return {
    need: findAspect(view, 'need'),
    authority: findAspect(view, 'authority'),
    budget: findAspect(view, 'budget'),
    timeline: findAspect(view, 'timeline'),
  };
}

function findAspect(view: ScoreView, aspect: BantAspect): BantFinding {
  const obstacle = noConversation(view);
  if (obstacle !== undefined) return notDiscussed(obstacle);
  const { told, hinted, askedAndAnswered } = aspects[aspect];
  const asked = questions(view, 'agent', questionsAbout[aspect]);
  const statement = utterances(view, 'customer', told).find((span) => isMeant(view, span) && !isQuestion(view, span));
  if (statement !== undefined) return finding(view, 'identified', `The customer said`, statement);
  const answer = asked.flatMap((question) => answerOf(view, question))[0];
  const question = asked[0];
  if (askedAndAnswered && answer !== undefined) return finding(view, 'identified', 'Asked, the customer said', answer);
  for (const { role, patterns } of hinted) {
    const hint = utterances(view, role, patterns)[0];
    if (hint !== undefined) return finding(view, 'likely', 'A hint', hint);
  }
  if (aspect === 'budget') {
    const price = utterances(view, 'agent', amounts)[0];
    if (price !== undefined && utterances(view, 'customer', objections).length > 0)
      return finding(view, 'likely', 'A price was discussed', price);
  }
  if (question !== undefined) return finding(view, 'likely', 'The agent asked', question);
  return notDiscussed(`The ${names[aspect]} did not come up.`);
}

/** What a known customer said right after a question; an answer of a word or two settles nothing. */
function answerOf(view: ScoreView, question: Span): Span[] {
  const index = view.call.tokens[question.start]?.turn ?? -1;
  const next = view.call.turns[index + 1];
  if (next?.speaker !== 'customer' || next.end - next.start < 4) return [];
  return [{ start: next.start, end: Math.min(next.end, next.start + 20) }];
}

function finding(view: ScoreView, status: 'identified' | 'likely', lead: string, span: Span): BantFinding {
  const evidence = quoteOf(view.call, sentenceOf(view, span));
  return { status, detail: `${lead}: \u201c${evidence.quote}\u201d`.slice(0, 500), evidence: [evidence] };
}

function notDiscussed(detail: string): BantFinding {
  return { status: 'not_discussed', detail, evidence: [] };
}
