import {
  verdicts,
  type Bant,
  type BantFinding,
  type ConversationMetrics,
  type Correction,
  type Flag,
  type ParameterScore,
  type Redaction,
  type Segment,
  type SpeakerRoles,
} from '@callscript/contracts';
import { sql } from 'drizzle-orm';
import {
  boolean,
  decimal,
  int,
  mediumtext,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  varchar,
} from 'drizzle-orm/mysql-core';
import { identifier, instant, jsonOf } from './columns.ts';

const callKey = {
  bid: identifier('bid', { length: 20 }).notNull(),
  callid: identifier('callid', { length: 100 }).notNull(),
};

/** What was said. One per call: the key makes a second transcript impossible. */
export const transcripts = mysqlTable(
  'transcripts',
  {
    ...callKey,
    transcript: mediumtext('transcript').notNull(),
    speaker_segments: jsonOf<Segment[]>('speaker_segments').notNull(),
    language: varchar('language', { length: 16 }),
    stt_provider: varchar('stt_provider', { length: 32 }).notNull(),
    model: varchar('model', { length: 100 }).notNull(),
    audio_seconds: decimal('audio_seconds', { precision: 10, scale: 3, mode: 'number' }).notNull(),
    /** Compute seconds, device, precision, and whether the file was cut short. */
    processing_meta: jsonOf<Record<string, unknown>>('processing_meta').notNull(),
    /** The three below are null for transcripts older than them. */
    speaker_roles: jsonOf<SpeakerRoles>('speaker_roles'),
    corrections: jsonOf<Correction[]>('corrections'),
    redactions: jsonOf<Redaction[]>('redactions'),
    /** The transcript before redaction as JSON, sealed (secret-box.ts); null unless the business keeps it. */
    raw_transcript: mediumtext('raw_transcript'),
    /** What a hosted provider charges for it; null for the engine's. */
    cost_usd: decimal('cost_usd', { precision: 12, scale: 6, mode: 'number' }),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [primaryKey({ columns: [table.bid, table.callid] })],
);
export type TranscriptRow = typeof transcripts.$inferSelect;
export type NewTranscriptRow = typeof transcripts.$inferInsert;

/** What a judge found. Flags are a snapshot: they stay as they were, whatever becomes of the rules. */
export const callAnalytics = mysqlTable(
  'call_analytics',
  {
    ...callKey,
    /** Out of 100. */
    quality_score: decimal('quality_score', { precision: 5, scale: 2, mode: 'number' }),
    verdict: mysqlEnum('verdict', verdicts).notNull(),
    vertical: varchar('vertical', { length: 32 }).notNull(),
    parameters: jsonOf<ParameterScore[]>('parameters').notNull(),
    summary: text('summary').notNull(),
    coaching_suggestions: jsonOf<string[]>('coaching_suggestions').notNull(),
    qa_flags: jsonOf<Flag[]>('qa_flags').notNull(),
    /** Claims of the judge whose words the transcript does not contain. */
    dropped_claims: int('dropped_claims').notNull(),
    /** Null for analyses older than it. */
    conversation_metrics: jsonOf<ConversationMetrics>('conversation_metrics'),
    judge: varchar('judge', { length: 32 }).notNull(),
    judge_model: varchar('judge_model', { length: 100 }).notNull(),
    qa_version: varchar('qa_version', { length: 50 }).notNull(),
    input_tokens: int('input_tokens').notNull(),
    output_tokens: int('output_tokens').notNull(),
    cost_usd: decimal('cost_usd', { precision: 12, scale: 6, mode: 'number' }).notNull(),
    notified_at: instant('notified_at'),
    archived: boolean('archived').notNull().default(false),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [primaryKey({ columns: [table.bid, table.callid] })],
);
export type CallAnalyticsRow = typeof callAnalytics.$inferSelect;
export type NewCallAnalyticsRow = typeof callAnalytics.$inferInsert;

const bantStatus = ['identified', 'likely', 'not_discussed'] as const satisfies readonly BantFinding['status'][];

/** Budget, authority, need and timeline of one call; `findings` holds details and evidence by aspect. */
export const bantAnalysis = mysqlTable(
  'bant_analysis',
  {
    ...callKey,
    need_status: mysqlEnum('need_status', bantStatus).notNull(),
    authority_status: mysqlEnum('authority_status', bantStatus).notNull(),
    budget_status: mysqlEnum('budget_status', bantStatus).notNull(),
    timeline_status: mysqlEnum('timeline_status', bantStatus).notNull(),
    findings: jsonOf<Bant>('findings').notNull(),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [primaryKey({ columns: [table.bid, table.callid] })],
);
