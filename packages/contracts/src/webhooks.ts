import { z } from 'zod';
import { bidSchema, callidSchema } from './identifiers.ts';
import { businessTypes, verticals } from './states.ts';

/** Mcube sends UTC or an explicit offset; both name one instant. */
const instantSchema = z.iso.datetime({ offset: true });

/** Line breaks and other control characters have no business in a name; they become spaces before anything prints it. */
function toOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Empty strings mean "not given": Mcube sends them for unset fields. */
function optionalText(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .nullish()
    .transform((text) => toOneLine(text ?? '') || null);
}

function requiredText(maxLength: number) {
  return z.string().max(maxLength).transform(toOneLine).pipe(z.string().min(1));
}

export const recordingUrlSchema = z.url({ protocol: /^https?$/ }).max(2048);

/** `POST /webhook/call-completed`, signed with the business's own secret. */
export const callCompletedSchema = z.object({
  event: z.literal('call.completed'),
  bid: bidSchema,
  callid: callidSchema,
  agent_name: optionalText(255),
  agent_id: optionalText(100),
  agent_email: z
    .union([z.email().max(255), z.literal('')])
    .nullish()
    .transform((email) => email || null),
  agent_phone: optionalText(32),
  customer_phone: optionalText(32),
  call_starttime: instantSchema,
  call_endtime: instantSchema,
  duration_seconds: z.number().int().nonnegative().max(86_400),
  call_status: requiredText(50),
  direction: z
    .enum(['inbound', 'outbound'])
    .nullish()
    .transform((value) => value ?? null),
  /** Absent for calls that were not answered. */
  recording_url: z
    .union([recordingUrlSchema, z.literal('')])
    .nullish()
    .transform((url) => url || null),
  group_name: optionalText(255),
});
export type CallCompleted = z.infer<typeof callCompletedSchema>;

/** `POST /webhook/bid-activated`, signed with the platform secret. */
export const bidActivatedSchema = z.object({
  event: z.literal('pcaa.activated'),
  bid: bidSchema,
  business_name: requiredText(255),
  plan: requiredText(50),
  activated_at: instantSchema,
  paid_until: instantSchema.nullish().transform((value) => value ?? null),
  /** The three below are our additions to Mcube's event; a sender that lacks them gets the defaults. */
  business_type: z.enum(businessTypes).optional(),
  vertical: z.enum(verticals).optional(),
  contact_email: z.email().max(255).optional(),
});
export type BidActivated = z.infer<typeof bidActivatedSchema>;

/** `POST /webhook/bid-deactivated`, signed with the platform secret. */
export const bidDeactivatedSchema = z.object({
  event: z.literal('pcaa.deactivated'),
  bid: bidSchema,
  reason: requiredText(100).optional(),
  deactivated_at: instantSchema.optional(),
});
export type BidDeactivated = z.infer<typeof bidDeactivatedSchema>;

export const signatureHeader = 'x-mcube-signature';
