import type { Evidence } from '@callscript/contracts';
import type { CoachingReportInput } from '../report-input.ts';

const heard = (start: number, quote: string): Evidence => ({ speaker: 'agent', quote, start, end: start + 4 });

/** A presales call that went well, with one thing to review. */
export function sampleInput(overrides: Partial<CoachingReportInput> = {}): CoachingReportInput {
  return {
    callid: '60041773232380000101',
    businessName: 'Northwind Telecom',
    agentName: 'Richa Verma',
    customerPhone: '+1 202-555-0143',
    startedAt: new Date('2026-03-11T12:33:00Z'),
    timeZone: 'Asia/Kolkata',
    durationSeconds: 1016,
    qualityScore: 87,
    parameters: [
      {
        key: 'greeting',
        name: 'Greeting',
        score: 8,
        max_score: 10,
        comment: 'Introduce yourself by name and designation before you ask for the customer’s time.',
        evidence: [heard(3, 'hello, am I speaking with the owner?')],
      },
      {
        key: 'product_knowledge',
        name: 'Product knowledge',
        score: 14,
        max_score: 15,
        comment: 'You explained the pricing per minute clearly and matched each feature to a need.',
        evidence: [heard(251, 'each campaign has its own number'), heard(388, 'you pay for answered minutes only')],
      },
      {
        key: 'active_listening',
        name: 'Active listening',
        score: 14.5,
        max_score: 15,
        comment: 'You repeated the worry about spam complaints in the customer’s words before answering it.',
        evidence: [heard(134, 'so your numbers are marked as spam after a week')],
      },
      {
        key: 'objection_handling',
        name: 'Objection handling',
        score: 11,
        max_score: 15,
        comment: 'When the cost came up you offered a discount at once. Offer a proof point first.',
        evidence: [655, 672, 701, 733, 760, 812].map((start) => heard(start, 'I can ask for a better price')),
      },
      {
        key: 'refunds',
        name: 'Refund policy',
        score: null,
        max_score: 10,
        comment: 'No refund was asked for.',
        evidence: [],
      },
    ],
    bant: {
      need: { status: 'identified', detail: 'voice campaigns that are not marked as spam', evidence: [] },
      authority: { status: 'likely', detail: 'runs operations and signs with the founder', evidence: [] },
      budget: { status: 'not_discussed', detail: '', evidence: [] },
      timeline: { status: 'not_discussed', detail: '', evidence: [] },
    },
    coachingSuggestions: [
      'Ask “What is your timeline for this decision?” before you close.',
      'You build good rapport early. Use it to ask about the budget before you present prices.',
    ],
    flags: [
      {
        rule: 'guaranteed-outcome',
        severity: 'high',
        speaker: 'agent',
        quote: 'I can promise you that not one of your calls will ever be marked as spam again',
        start: 342.6,
        end: 347.1,
      },
    ],
    summary:
      'The customer runs outbound campaigns whose numbers are marked as spam. Richa explained number rotation and the ' +
      'price per answered minute. The customer found the price high and asked for a written quote by Friday.',
    metrics: {
      agent: {
        talk_seconds: 588.4,
        talk_share: 0.6249,
        words: 1450,
        words_per_minute: 147.9,
        longest_monologue_seconds: 74.2,
        interruptions: 2,
      },
      customer: {
        talk_seconds: 353.2,
        talk_share: 0.3751,
        words: 754,
        words_per_minute: 128.1,
        longest_monologue_seconds: 41,
        interruptions: 0,
      },
      dead_air_seconds: 21.4,
      longest_dead_air_seconds: 9.3,
      overlaps: 7,
      overlap_seconds: 4.1,
      first_greeting_seconds: 1.2,
    },
    recordUrl: 'https://callscript.example.com/calls/6004/60041773232380000101',
    ...overrides,
  };
}
