import { randomUUID } from 'node:crypto';
import type {
  Analysis,
  ConversationMetrics,
  ProcessingState,
  RecordedTranscript,
  Segment,
} from '@callscript/contracts';
import {
  applyActivation,
  provisionBusiness,
  saveAnalysis,
  saveTranscript,
  type Database,
  type NewTranscriptRow,
} from '@callscript/db';

export async function addBusiness({ db }: Database, bid: string): Promise<void> {
  const event = {
    event: 'pcaa.activated',
    bid,
    business_name: 'Lakeside Homes',
    plan: 'pro',
    activated_at: '2026-01-01T00:00:00Z',
    paid_until: '2027-01-01T00:00:00Z',
  } as const;
  await applyActivation(db, event, 'sealed');
  await provisionBusiness(db, bid, { vertical: 'aca' });
}

interface CallSeed {
  bid?: string;
  callid: string;
  state?: ProcessingState;
  startedAt?: string;
  agentEmail?: string | null;
}

/** A call in any state, with what the table demands of that state. */
export async function addCall({ pool }: Database, seed: CallSeed): Promise<void> {
  const { bid = '6004', callid, state = 'notified', startedAt = '2026-05-01T09:00:00.000Z', agentEmail } = seed;
  const row = {
    bid,
    callid,
    source: 'mcube',
    agent_id: 'A7',
    agent_name: 'Asha Rao',
    agent_email: agentEmail === undefined ? 'asha@example.com' : agentEmail,
    agent_phone: '+1 202-555-0101',
    customer_phone: '+1 202-555-0102',
    call_starttime: new Date(startedAt),
    call_endtime: new Date(startedAt),
    duration_seconds: 42,
    call_status: 'ANSWER',
    direction: 'inbound',
    group_name: 'North',
    recording_url: 'https://recordings.example.com/secret-token.wav',
    correlation_id: randomUUID(),
    processing_state: state,
    ...demandsOf(state),
  };
  await pool.query('INSERT INTO calls SET ?', row);
}

function demandsOf(state: ProcessingState): object {
  const held = { lease_owner: 'worker-1', lease_until: new Date() };
  switch (state) {
    case 'received':
    case 'queued':
      return { stage: 'transcribe', next_attempt_at: new Date() };
    case 'transcribing':
      return { stage: 'recognize', storage_path: 'file:///vault/x.wav', ...held };
    case 'transcribed':
      return { stage: 'analyze', next_attempt_at: new Date() };
    case 'analyzing':
      return { stage: 'analyze', ...held };
    case 'failed_stt':
      return { failed_stage: 'transcribe', error_class: 'RecordingRefusedError' };
    case 'failed_analysis':
      return { failed_stage: 'analyze', error_class: 'JudgeError' };
    case 'skipped':
      return { skip_reason: 'too_short' };
    case 'analyzed':
    case 'notified':
    case 'archived':
      return {};
  }
}

export const segments: Segment[] = [
  {
    speaker: 'agent',
    start: 0.4,
    end: 1.2,
    text: 'coverage is guaranteed',
    words: [
      { word: 'coverage', start: 0.4, end: 0.7 },
      { word: 'is', start: 0.7, end: 0.8 },
      { word: 'guaranteed', start: 0.8, end: 1.2, confidence: 0.97 },
    ],
  },
];

const evidence = { speaker: 'agent', quote: 'coverage is guaranteed', start: 0.4, end: 1.2 } as const;
const notDiscussed = { status: 'not_discussed', detail: '', evidence: [] } as const;

export const analysis: Analysis = {
  quality_score: 72.5,
  verdict: 'flagged',
  parameters: [
    { key: 'greeting', name: 'Greeting', score: 4, max_score: 5, comment: 'Warm.', evidence: [evidence] },
    { key: 'closing', name: 'Closing', score: null, max_score: 5, comment: '', evidence: [] },
  ],
  bant: {
    need: { status: 'identified', detail: 'Wants cover.', evidence: [evidence] },
    authority: { ...notDiscussed, evidence: [] },
    budget: { ...notDiscussed, evidence: [] },
    timeline: { ...notDiscussed, evidence: [] },
  },
  summary: 'The agent promised cover.',
  coaching_suggestions: ['Never promise cover.'],
  flags: [{ rule: 'aca.guaranteed-coverage', severity: 'critical', ...evidence }],
};

const side = {
  talk_seconds: 0.8,
  talk_share: 1,
  words: 3,
  words_per_minute: 225,
  longest_monologue_seconds: 0.8,
  interruptions: 0,
};
export const metrics: ConversationMetrics = {
  agent: side,
  customer: { ...side, talk_share: 0 },
  dead_air_seconds: 40.8,
  longest_dead_air_seconds: 40.8,
  overlaps: 0,
  overlap_seconds: 0,
  first_greeting_seconds: null,
};

/** What `addTranscript` stores, as a record shows it. */
export const recordedTranscript: RecordedTranscript = {
  text: 'coverage is guaranteed',
  segments,
  roles: { source: 'content', confidence: 0.93 },
  corrections: [{ start: 0.4, heard: 'covered', term: 'coverage' }],
  redactions: [{ kind: 'ssn', speaker: 'agent', start: 0.7, end: 0.8 }],
  has_raw: false,
  recognition: {
    provider: 'parakeet',
    model: 'demo',
    language: 'en',
    audio_seconds: 42,
    compute_seconds: 1.5,
    device: null,
    truncated: false,
    cost_usd: null,
  },
};

export async function addTranscript(
  { db }: Database,
  key: { bid: string; callid: string },
  columns: Partial<NewTranscriptRow> = {},
): Promise<void> {
  await saveTranscript(db, {
    ...key,
    transcript: 'coverage is guaranteed',
    speaker_segments: segments,
    stt_provider: 'parakeet',
    model: 'demo',
    language: 'en',
    audio_seconds: 42,
    speaker_roles: { source: 'content', confidence: 0.93 },
    corrections: [{ start: 0.4, heard: 'covered', term: 'coverage' }],
    redactions: [{ kind: 'ssn', speaker: 'agent', start: 0.7, end: 0.8 }],
    processing_meta: { device: 'secret-host', compute_ms: 1500, truncated: false },
    ...columns,
  });
}

export async function addAnalysis(
  { db }: Database,
  key: { bid: string; callid: string },
  changes: Partial<Analysis> = {},
): Promise<void> {
  const provenance = {
    vertical: 'medicare',
    judge: 'rules',
    model: 'rules',
    version: '1',
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    droppedClaims: 0,
  };
  await saveAnalysis(db, key, { ...analysis, ...changes }, provenance, metrics);
}
