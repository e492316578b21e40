import { z } from 'zod';
import { analysisSchema, verdictSchema } from './analysis.ts';
import { bidSchema, callidSchema } from './identifiers.ts';
import { logStages, logStatuses, processingStates } from './states.ts';
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

/** Everything known of one call; null where a stage has not run. Archived calls read the same. */
export const callRecordSchema = callSummarySchema.extend({
  vertical: z.string(),
  archived: z.boolean(),
  transcript: transcriptSchema.nullable(),
  analysis: analysisSchema.omit({ verdict: true }).nullable(),
  history: z.array(historyEntrySchema),
});
export type CallRecord = z.infer<typeof callRecordSchema>;

export const callListSchema = z.object({
  items: z.array(callSummarySchema),
  /** Pass as `cursor` for the next page; null on the last. */
  next_cursor: z.string().nullable(),
});
export type CallList = z.infer<typeof callListSchema>;
