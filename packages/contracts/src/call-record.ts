import { z } from 'zod';
import { analysisSchema, verdictSchema } from './analysis.ts';
import { conversationMetricsSchema } from './conversation-metrics.ts';
import { bidSchema, callidSchema } from './identifiers.ts';
import { logStages, logStatuses, processingStates } from './states.ts';
import { correctionSchema, redactionSchema, speakerRolesSchema } from './transcript-facts.ts';
import { transcriptSchema } from './transcript.ts';

const timestampSchema = z.iso.datetime();

export const agentSchema = z.object({
  id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
export type Agent = z.infer<typeof agentSchema>;

export const historyEntrySchema = z.object({
  stage: z.enum(logStages),
  status: z.enum(logStatuses),
  worker_id: z.string(),
  duration_ms: z.number().int().nullable(),
  attempt: z.number().int(),
  error_message: z.string().nullable(),
  created_at: timestampSchema,
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A call as a list shows it. */
export const callSummarySchema = z.object({
  bid: bidSchema,
  callid: callidSchema,
  processing_state: z.enum(processingStates),
  skip_reason: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  quality_score: z.number().nullable(),
  duration_seconds: z.number().int(),
  direction: z.string().nullable(),
  group_name: z.string().nullable(),
  customer_phone: z.string().nullable(),
  call_starttime: timestampSchema,
  agent: agentSchema,
});
export type CallSummary = z.infer<typeof callSummarySchema>;

/** How a recording became words. Null what a provider does not say, and what transcripts older than the fact lack. */
export const recognitionSchema = z.object({
  provider: z.string(),
  model: z.string(),
  /** BCP 47. */
  language: z.string().nullable(),
  audio_seconds: z.number().nonnegative(),
  compute_seconds: z.number().nonnegative().nullable(),
  device: z.enum(['cpu', 'cuda']).nullable(),
  /** Whether the recording ends before its header says it does. */
  truncated: z.boolean().nullable(),
  /** What the provider charges. */
  cost_usd: z.number().nonnegative().nullable(),
});
export type Recognition = z.infer<typeof recognitionSchema>;

/** A transcript with how it came about; each fact is null for transcripts older than it. */
export const recordedTranscriptSchema = transcriptSchema.extend({
  roles: speakerRolesSchema.nullable(),
  corrections: z.array(correctionSchema).nullable(),
  redactions: z.array(redactionSchema).nullable(),
  /** Whether the transcript before redaction is kept, for those who may see it. */
  has_raw: z.boolean(),
  recognition: recognitionSchema.nullable(),
});
export type RecordedTranscript = z.infer<typeof recordedTranscriptSchema>;

/** Everything known of one call; null where a stage has not run. Archived calls read the same. */
export const callRecordSchema = callSummarySchema.extend({
  vertical: z.string(),
  archived: z.boolean(),
  transcript: recordedTranscriptSchema.nullable(),
  analysis: analysisSchema.omit({ verdict: true }).nullable(),
  /** How the conversation went, in figures; null for analyses older than them. */
  metrics: conversationMetricsSchema.nullable(),
  history: z.array(historyEntrySchema),
});
export type CallRecord = z.infer<typeof callRecordSchema>;

export const callListSchema = z.object({
  items: z.array(callSummarySchema),
  /** Pass as `cursor` for the next page; null on the last. */
  next_cursor: z.string().nullable(),
});
export type CallList = z.infer<typeof callListSchema>;
