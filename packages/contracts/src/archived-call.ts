import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { callRecordSchema } from './call-record.ts';
import { bidSchema, callidSchema } from './identifiers.ts';
import { transcriptSchema } from './transcript.ts';

/** An archived call's export: this as JSON, gzipped. Times in `call` are ISO 8601 in UTC. */
export const archivedCallSchema = z.object({
  version: z.literal(1),
  /** The call's row as it was; readers need its key alone. */
  call: z.looseObject({ bid: bidSchema, callid: callidSchema }),
  transcript: transcriptSchema.nullable(),
  analysis: analysisSchema.nullable(),
  history: callRecordSchema.shape.history,
});
export type ArchivedCall = z.infer<typeof archivedCallSchema>;
