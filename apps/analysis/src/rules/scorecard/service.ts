import type { Severity } from '@callscript/contracts';
import { agentWords, answersWith, breachSpans, statements, utterances } from './score-view.ts';
import type { Fault, Scorer } from './scorer.ts';
import { amounts, troubles } from './topics.ts';

export const problemResolution: Scorer = {
  key: 'problem_resolution',
  occasions: (view) =>
    utterances(view, 'customer', [
      ...troubles,
      '(i|we) (want|need|would like) ~2 (help|change|update|return|know|check|add|move|reschedule)',
      '(can|could|would) you ~1 (help|check|change|update|send|tell|fix|cancel|explain|add)',
    ]),
  noOccasion: 'The customer brought no problem.',
  base: 0,
  items: [
    {
      points: 2,
      find: (view, occasions) =>
        answersWith(view, occasions, [
          'let me ~2 (check|see|look|pull|find|verify|help)',
          '(checking|looking into|looking at|pulling up)',
          'i [can] see ~2',
          '(can|may|could) i (have|get) your',
        ]),
      done: 'looked into it',
      missing: 'a look into the matter',
      tip: 'say that you are looking into it, and do',
    },
    {
      points: 4,
      find: (view) =>
        statements(view, 'agent', [
          '(has been|have been|is|was|been) ~1 (approved|resolved|fixed|processed|refunded|corrected|updated|cancelled|canceled|removed|issued|credited|sent|waived|replaced|scheduled|shipped)',
          '(i|we) (have|will|can) ~1 (fix|fixed|refund|refunded|process|processed|remove|removed|send|sent|cancel|cancelled|correct|corrected|credit|credited|update|updated|replace|replaced|waive|waived|change|changed|book|booked)',
          'taken care of',
        ]),
      done: 'resolved it or set the solution going',
      missing: 'a solution',
      tip: 'say plainly what the solution is',
    },
    {
      points: 2,
      find: (view) =>
        utterances(view, 'agent', [
          '# ~1 (business|day|days|hour|hours|minutes|week|weeks)',
          '@day',
          '(right away|immediately|right now)',
        ]),
      done: 'said by when',
      missing: 'a time by when',
      tip: 'say by when it will be done',
    },
    {
      points: 2,
      find: (view) => [
        ...utterances(view, 'agent', ['anything else', '(does|did) that (help|answer|work|resolve|solve)'], 'closing'),
        ...utterances(
          view,
          'customer',
          [
            'that is (everything|all|it|great|perfect)',
            '(great|perfect|wonderful) ~2 (thank|thanks|appreciate)',
            'i appreciate',
          ],
          'closing',
        ),
      ],
      done: 'made sure that nothing was left open',
      missing: 'a check that nothing is left open',
      tip: 'ask whether anything else is open',
    },
  ],
};

export const paymentCommitment: Scorer = {
  key: 'payment_commitment',
  occasions: (view) =>
    utterances(view, 'agent', [
      '(balance|amount due|payment|payments|owe|past due|overdue|outstanding|settle|settlement)',
    ]),
  noOccasion: 'No payment came up.',
  base: 0,
  items: [
    {
      points: 2,
      find: (view) => statements(view, 'agent', amounts),
      done: 'named the amount',
      missing: 'the amount',
      tip: 'name the exact amount that is open',
    },
    {
      points: 3,
      find: (view) =>
        utterances(view, 'agent', [
          '(can|could|would|will|are) you ~3 (pay|make|afford|manage|settle|set up)',
          '(how|when|what) ~4 (pay|payment|afford)',
          '(payment|pay) (plan|arrangement|in full|today)',
          '(take care of|set up) ~3 (payment|balance|plan|today)',
        ]),
      done: 'asked for a payment or offered a plan',
      missing: 'a request for payment or a plan',
      tip: 'ask when and how the customer can pay, and offer a plan',
    },
    {
      points: 3,
      find: (view) =>
        statements(view, 'customer', [
          '(i|we) (can|will|could|am going to) ~2 (pay|make|send|do|start|afford|set up)',
          '(take|use|charge|put it on) my (card|account|checking)',
          '(sounds good|that works|works for me|agreed|yes i can|okay i can)',
        ]),
      done: "got the customer's commitment",
      missing: "the customer's commitment",
      tip: 'ask for a clear yes to an amount and a date',
    },
    {
      points: 2,
      find: (view) =>
        utterances(view, 'agent', [
          '(on|by|before|due|for) ~2 (@day|@month|first|fifteenth|#)',
          '(confirm*|confirmation|receipt|set up for|scheduled for)',
        ]),
      done: 'fixed a date or confirmed it',
      missing: 'a date and a confirmation',
      tip: 'repeat the amount and the date, and confirm them',
    },
  ],
};

/** What a flag of each severity takes from ten points. */
const severityPoints: Record<Severity, number> = { critical: 10, high: 6, medium: 3, low: 1 };

function flagFault(severity: Severity): Fault {
  return {
    points: severityPoints[severity],
    timesMax: 10,
    find: (view) => breachSpans(view, { severity }),
    text: `${severity} rule violations`,
    tip: 'keep to what the rules allow you to say',
  };
}

export const compliance: Scorer = {
  key: 'compliance',
  occasions: (view) => [agentWords(view, 'first', 20)].filter((span) => span !== undefined),
  noOccasion: 'The agent said nothing.',
  appliesToAnyCall: true,
  base: 10,
  enough: 10,
  items: [
    {
      points: 0,
      find: (view) =>
        utterances(view, 'agent', [
          'recorded line',
          '(call|line|conversation) ~4 (recorded|record)',
          'record this call',
          'not affiliated',
          'can not (promise|guarantee)',
          'attempt to collect',
          'licensed agent',
          'do not have to',
        ]),
      done: 'made the disclosures the call needs',
      missing: 'disclosures',
      tip: 'make the disclosures the call needs',
    },
  ],
  faults: (['critical', 'high', 'medium', 'low'] as const).map(flagFault),
};
