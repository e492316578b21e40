import { expect, test } from 'vitest';
import { callRecordSchema } from './call-record.ts';

const record = {
  bid: '6004',
  callid: 'c1',
  processing_state: 'queued',
  skip_reason: null,
  verdict: null,
  quality_score: null,
  duration_seconds: 90,
  direction: 'inbound',
  group_name: null,
  customer_phone: null,
  call_starttime: '2026-03-11T12:33:40.000Z',
  agent: { id: null, name: null, email: null, phone: null },
  vertical: 'general',
  archived: false,
  transcript: null,
  analysis: null,
  metrics: null,
  history: [],
};
const evidence = { speaker: 'agent', quote: 'it is free', start: 1, end: 2 };
const finding = { status: 'not_discussed', detail: '', evidence: [] };
const analysis = {
  quality_score: 80,
  parameters: [{ key: 'greeting', name: 'Greeting', score: null, max_score: 10, comment: '', evidence: [evidence] }],
  bant: { need: finding, authority: finding, budget: finding, timeline: finding },
  summary: 'A short call.',
  coaching_suggestions: ['Ask for the budget.'],
  flags: [{ rule: 'aca.free', severity: 'critical', ...evidence }],
};
const side = {
  talk_seconds: 2,
  talk_share: 1,
  words: 3,
  words_per_minute: 90,
  longest_monologue_seconds: 2,
  interruptions: 0,
};
const metrics = {
  agent: side,
  customer: null,
  dead_air_seconds: 0,
  longest_dead_air_seconds: 0,
  overlaps: 0,
  overlap_seconds: 0,
  first_greeting_seconds: null,
};
const segment = { speaker: 'agent', start: 0, end: 2, text: 'it is free', words: [{ word: 'it', start: 0, end: 0.2 }] };

const facts = {
  roles: { source: 'content', confidence: 0.93 },
  corrections: [{ start: 1, heard: 'blue bird', term: 'Bluebird' }],
  redactions: [{ kind: 'card_number', speaker: 'customer', start: 3, end: 6 }],
  has_raw: true,
  recognition: {
    provider: 'parakeet',
    model: 'parakeet-tdt-demo',
    language: 'en',
    audio_seconds: 90,
    compute_seconds: 3.2,
    device: 'cpu',
    truncated: false,
    cost_usd: null,
  },
};

test('a record is null where a stage has not run, and whole where all have', () => {
  expect(callRecordSchema.parse(record)).toEqual(record);
  const whole = {
    ...record,
    verdict: 'flagged',
    quality_score: 80,
    transcript: { text: 'it is free', segments: [segment], ...facts },
    analysis,
    metrics,
  };
  expect(callRecordSchema.parse(whole)).toEqual(whole);
});

test.each([
  { processing_state: 'done' },
  { verdict: 'bad' },
  { transcript: { text: 'x', segments: [{ ...segment, speaker: 'nobody' }], ...facts } },
  { transcript: { text: 'x', segments: [{ ...segment, start: -1 }], ...facts } },
  { transcript: { text: 'x', segments: [], ...facts, roles: { source: 'guess', confidence: 1 } } },
  { metrics: { ...metrics, agent: { ...side, talk_share: 1.1 } } },
  { analysis: { ...analysis, quality_score: 101 } },
  { analysis: { ...analysis, flags: [{ rule: 'x', severity: 'fatal', ...evidence }] } },
  { analysis: { ...analysis, flags: [{ rule: 'x', severity: 'low', ...evidence, quote: '' }] } },
  { analysis: { ...analysis, bant: { need: finding } } },
])('a record does not take %j', (bad) => {
  expect(callRecordSchema.safeParse({ ...record, ...bad }).success).toBe(false);
});
