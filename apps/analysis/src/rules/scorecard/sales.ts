import type { Span } from '../call-text.ts';
import { compilePattern } from '../pattern.ts';
import { normaliseWord } from '../normalise.ts';
import { agentWords, answersTo, answersWith, questions, statements, utterances, type ScoreView } from './score-view.ts';
import type { Scorer } from './scorer.ts';
import { agentQuestions, amounts, hedges, nextSteps, objections, questionsAbout } from './topics.ts';

const atStart = (view: ScoreView): Span[] => [agentWords(view, 'first')].filter((span) => span !== undefined);
const atEnd = (view: ScoreView): Span[] => [agentWords(view, 'last')].filter((span) => span !== undefined);

/** Where the opening names a person or company, each of its words allowed one slip. */
function namedInOpening(view: ScoreView, name: string | null): Span[] {
  const words = (name ?? '')
    .split(/\s+/)
    .flatMap(normaliseWord)
    .filter((word) => word.length >= 3 && /^[\p{L}\p{N}']+$/u.test(word));
  const first = words.slice(0, 1).join(' ');
  if (first === '') return [];
  const until = atStart(view)[0]?.start ?? 0;
  return view.matcher
    .find([compilePattern(first)], { start: until, end: Math.min(view.call.tokens.length, until + 60) })
    .filter((span) => view.call.tokens[span.start]?.speaker !== 'customer');
}

export const greeting: Scorer = {
  key: 'greeting',
  occasions: atStart,
  noOccasion: 'The agent said nothing.',
  appliesToAnyCall: true,
  base: 0,
  items: [
    {
      points: 2,
      find: (view) =>
        utterances(
          view,
          'agent',
          ['(hello|hi|hey|welcome)', 'good (morning|afternoon|evening|day)', '(thank you|thanks) for calling'],
          'opening',
        ),
      done: 'greeted the customer',
      missing: 'a greeting',
      tip: 'begin with a greeting before the matter itself',
    },
    {
      points: 3,
      find: (view) => [
        ...namedInOpening(view, view.agentName),
        ...utterances(
          view,
          'agent',
          ['my name is', 'this is ~2 (from|with|calling|speaking|at|here)', 'you are speaking (with|to)'],
          'opening',
        ),
      ],
      done: 'gave their name',
      missing: "the agent's own name",
      tip: 'say your name and what you do in the first sentence',
    },
    {
      points: 3,
      find: (view) => [
        ...namedInOpening(view, view.businessName),
        ...utterances(
          view,
          'agent',
          [
            '(calling|call|here|speaking) (from|with|on behalf)',
            'i am with',
            'this is ~2 (from|with|at)',
            '(thank you|thanks|welcome) (for calling|to)',
          ],
          'opening',
        ),
      ],
      done: 'named the company',
      missing: "the company's name",
      tip: 'name your company, so that the customer knows who is calling',
    },
    {
      points: 2,
      find: (view) =>
        utterances(
          view,
          'agent',
          [
            '(how|what) (can|may|could) i (help|assist|do)',
            '(reason|purpose) ~2 (call|calling)',
            '(calling|call|reaching out|touch) ~2 (about|regarding|because|to|today)',
            '(good|convenient|right|bad) time',
            '(do you|you) have (a|few|some|couple|#) ~2 (minute|minutes|moment|time)',
            '(may|can|could|am) i (speak|speaking|talk|talking) (to|with)',
          ],
          'opening',
        ),
      done: 'said why they call or asked how to help',
      missing: 'the reason for the call or an offer to help',
      tip: 'give the reason for the call and ask whether the time is good',
    },
  ],
};

export const discovery: Scorer = {
  key: 'discovery',
  occasions: (view) => (view.call.turns.length > 1 || view.call.tokens.length > 60 ? atStart(view) : []),
  noOccasion: 'There was no exchange to discover anything in.',
  base: 0,
  enough: 9,
  items: [
    {
      subject: 'need' as const,
      points: 3,
      about: 'what the customer needs',
      tip: 'ask what the customer needs before presenting anything',
    },
    {
      subject: 'situation' as const,
      points: 2,
      about: 'what they use today',
      tip: 'ask what the customer has today and what is wrong with it',
    },
    {
      subject: 'size' as const,
      points: 2,
      about: 'how many or how much',
      tip: 'ask how many people or units it is for',
    },
    { subject: 'budget' as const, points: 2, about: 'the budget', tip: 'ask what the customer pays or plans to pay' },
    { subject: 'timeline' as const, points: 2, about: 'the timing', tip: 'ask by when the customer wants it' },
    { subject: 'authority' as const, points: 2, about: 'who decides', tip: 'ask who else takes part in the decision' },
  ].map(({ subject, points, about, tip }) => ({
    points,
    find: (view: ScoreView) => questions(view, 'agent', questionsAbout[subject]),
    done: `asked about ${about}`,
    missing: `a question about ${about}`,
    tip,
  })),
};

export const productKnowledge: Scorer = {
  key: 'product_knowledge',
  occasions: (view) => [
    ...questions(view, 'customer', customerQuestions).filter(
      (span) => view.call.tokens[span.start]?.speaker === 'customer',
    ),
    ...statements(view, 'agent', [...amounts, ...productFacts]),
  ],
  noOccasion: 'The product did not come up.',
  base: 2,
  items: [
    {
      points: 3,
      find: (view) => statements(view, 'agent', amounts),
      done: 'gave concrete figures',
      missing: 'concrete figures',
      tip: 'answer with the figure: the price, the number or the date',
    },
    {
      points: 3,
      find: (view) => statements(view, 'agent', productFacts),
      done: 'explained what is included or how it works',
      missing: 'an explanation of what is included',
      tip: 'say what is included and what it means for this customer',
    },
    {
      points: 2,
      find: (view, occasions) =>
        occasions
          .filter((span) => view.call.tokens[span.start]?.speaker === 'customer')
          .flatMap((span) => answersTo(view, span, 1))
          .filter((turn) => !view.matcher.has(hedgePatterns, turn))
          .map((turn) => ({ start: turn.start, end: Math.min(turn.end, turn.start + 12) })),
      done: "answered the customer's question",
      missing: 'a clear answer to a question',
      tip: 'answer the question itself first',
    },
  ],
  faults: [
    {
      points: 2,
      timesMax: 3,
      find: (view) => utterances(view, 'agent', hedges),
      text: 'answers without knowing',
      tip: 'instead of guessing, say that you will find out and by when',
    },
  ],
};

const customerQuestions = ['(how|what|does|do|is|can|will|are) ~1 (much|long|it|this|that|you|the|they|i|we) ~6'];

const productFacts = [
  '(include*|includes|comes with|covers|supports|features|integrates|works with|provides)',
  '(you|we) (get|can|have|offer|provide|support) !(you)',
  'depend* on',
  '(takes|take) ~2 # ~1 (day|days|hours|weeks|minutes|business)',
  '(you|your) ~2 may ~2 (qualify|eligible)',
  '(no|without) (contract|contracts|setup|set up|hidden) ~1 (fee|fees)',
];
const hedgePatterns = hedges.map(compilePattern);

const customerObjections = (view: ScoreView): Span[] => utterances(view, 'customer', objections);

export const objectionHandling: Scorer = {
  key: 'objection_handling',
  occasions: customerObjections,
  noOccasion: 'The customer raised no objection.',
  base: 0,
  items: [
    {
      points: 3,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          '(i|we) [completely|totally|can|do] (understand|hear you|get that|see|appreciate)',
          '(makes sense|fair enough|fair point|of course|good question|no problem|your concern|sorry to hear|totally fine|absolutely|i am sorry)',
        ]),
      done: 'acknowledged the objection',
      missing: 'an acknowledgement of the objection',
      tip: 'show first that you heard the concern',
    },
    {
      points: 3,
      find: (view, occasions) => answersWith(view, occasions, agentQuestions),
      done: 'asked what is behind it',
      missing: 'a question about what is behind it',
      tip: 'ask what lies behind the concern before you answer it',
    },
    {
      points: 4,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          '(i|we) (can|could) ~2 (lower|offer|give|send|show|do|reduce|work|start|include|call|help|split|match|adjust|arrange)',
          '(discount|option|options|instead|because|compared|save|saves|trial|guarantee|flexible|payment plan|customers (like|who)|installments|alternative)',
          '(no|without) (setup|set up|hidden|contract|obligation|activation) ~1',
          'you do not have to',
          '(permission|okay|fine) ~4 call you',
          'i will (send|call|email|check|find|remove|ask|look)',
        ]),
      done: 'offered a way forward',
      missing: 'a proof point or a way forward',
      tip: 'offer a proof point or an option that answers the concern',
    },
  ],
  faults: [
    {
      points: 3,
      timesMax: 1,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          '(that is|it is) (the|our|just the) price',
          'nothing i can do',
          'take it or leave it',
          'i do not know',
          'you can call [us|me] back',
          '(your|the) (loss|problem|fault)',
        ]),
      text: 'the objection was left standing',
      tip: 'do not leave it at that: say what the customer gets for it',
    },
  ],
};

export const closing: Scorer = {
  key: 'closing',
  occasions: atEnd,
  noOccasion: 'The agent said nothing.',
  appliesToAnyCall: true,
  base: 0,
  enough: 9,
  items: [
    {
      points: 4,
      find: (view) => statementsOrOffers(view),
      done: 'agreed on the next step',
      missing: 'an agreed next step',
      tip: 'agree on the next step before you hang up',
    },
    {
      points: 2,
      find: (view) => utterances(view, 'agent', ['@day', '(in|within|at) # ~2', '@month'], 'closing'),
      done: 'named a day or time',
      missing: 'a day or time',
      tip: 'fix a day and time for the next step',
    },
    {
      points: 2,
      find: (view) => utterances(view, 'agent', ['thank you', 'thanks', 'appreciate'], 'closing'),
      done: 'thanked the customer',
      missing: 'thanks',
      tip: 'thank the customer for the time',
    },
    {
      points: 2,
      find: (view) =>
        utterances(
          view,
          'agent',
          ['have a ~1 (good|great|nice|wonderful|lovely|blessed) ~1', 'good bye', '(bye|take care)', 'anything else'],
          'closing',
        ),
      done: 'took leave politely',
      missing: 'a friendly goodbye',
      tip: 'end with a friendly goodbye',
    },
  ],
};

function statementsOrOffers(view: ScoreView): Span[] {
  return utterances(view, 'agent', nextSteps, 'closing');
}
