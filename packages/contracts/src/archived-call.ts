import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { callRecordSchema, recordedTranscriptSchema } from './call-record.ts';
import { conversationMetricsSchema } from './conversation-metrics.ts';
import { bidSchema, callidSchema } from './identifiers.ts';

/** Exports older than a fact of the transcript lack it. */
const archivedTranscriptSchema = recordedTranscriptSchema
  .omit({ has_raw: true })
  .partial({ roles: true, corrections: true, redactions: true, recognition: true })
  .extend({
    /** The transcript before redaction, sealed as the database had it; null where it was not kept. */
    raw_transcript: z.string().nullable().optional(),
  });
export type ArchivedTranscript = z.infer<typeof archivedTranscriptSchema>;

/** An archived call's export: this as JSON, gzipped. Times in `call` are ISO 8601 in UTC. */
export const archivedCallSchema = z.object({
  version: z.literal(1),
  /** The call's row as it was; readers need its key alone. */
  call: z.looseObject({ bid: bidSchema, callid: callidSchema }),
  transcript: archivedTranscriptSchema.nullable(),
  analysis: analysisSchema.nullable(),
  /** Absent in exports older than it. */
  metrics: conversationMetricsSchema.nullable().optional(),
  history: callRecordSchema.shape.history,
});
export type ArchivedCall = z.infer<typeof archivedCallSchema>;
