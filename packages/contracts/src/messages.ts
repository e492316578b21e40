import { z } from 'zod';
import { bidSchema, callidSchema } from './identifiers.ts';
import { stages, type Stage } from './states.ts';

const timestampSchema = z.iso.datetime();

/** Fields that every permit carries: the call it was issued for, and when. */
const permitFields = {
  bid: bidSchema,
  callid: callidSchema,
  attempt: z.number().int().positive(),
  queued_at: timestampSchema,
};

export const transcribeMessageSchema = z.object({
  ...permitFields,
  recording_url: z.string(),
  duration_seconds: z.number().int().nonnegative(),
  agent_name: z.string().nullable(),
  agent_email: z.string().nullable(),
});
export type TranscribeMessage = z.infer<typeof transcribeMessageSchema>;

export const recognizeMessageSchema = z.object({
  ...permitFields,
  storage_path: z.string().min(1),
  duration_seconds: z.number().int().nonnegative(),
});
export type RecognizeMessage = z.infer<typeof recognizeMessageSchema>;

/** Analysis, notification and archive read everything else from the call. */
const callMessageSchema = z.object(permitFields);
export const analyzeMessageSchema = callMessageSchema;
export type AnalyzeMessage = z.infer<typeof analyzeMessageSchema>;
export const notifyMessageSchema = callMessageSchema;
export type NotifyMessage = z.infer<typeof notifyMessageSchema>;
export const archiveMessageSchema = callMessageSchema;
export type ArchiveMessage = z.infer<typeof archiveMessageSchema>;

/** The permit of each stage. */
export const permitSchemas = {
  transcribe: transcribeMessageSchema,
  recognize: recognizeMessageSchema,
  analyze: analyzeMessageSchema,
  notify: notifyMessageSchema,
  archive: archiveMessageSchema,
} as const satisfies Record<Stage, z.ZodType>;
export type Permits = { [S in Stage]: z.infer<(typeof permitSchemas)[S]> };

/** Why a call, or a message that no one could read, was given up. */
export const failureClasses = ['permanent', 'exhausted', 'unreadable'] as const;

export const deadLetterMessageSchema = z.object({
  stage: z.enum(stages),
  /** Null when the message that failed named no call. */
  bid: bidSchema.nullable(),
  callid: callidSchema.nullable(),
  failure: z.enum(failureClasses),
  error_class: z.string().max(100),
  error_message: z.string().max(2000),
  attempts: z.number().int().nonnegative(),
  first_failed_at: timestampSchema,
  last_failed_at: timestampSchema,
  /** The contract that was not fulfilled: the call's permit, or the unreadable body as text (bounded). */
  message: z.union([z.record(z.string(), z.unknown()), z.string()]),
});
export type DeadLetterMessage = z.infer<typeof deadLetterMessageSchema>;

/** A supervisor's digest for one group and day is due. */
export const digestDueMessageSchema = z.object({
  bid: bidSchema,
  group_name: z.string().nullable(),
  /** The day it sums up, in the business's time zone. */
  date: z.iso.date(),
  queued_at: timestampSchema,
});
export type DigestDueMessage = z.infer<typeof digestDueMessageSchema>;

/** `type` of the AMQP message: the contract's name and version. A breaking change takes a new version beside the old. */
export function permitType(stage: Stage): string {
  return `call.${stage}.v1`;
}
export const deadLetterType = 'call.dead-letter.v1';
export const digestDueType = 'digest.due.v1';
