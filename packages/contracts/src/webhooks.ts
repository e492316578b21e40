import { z } from 'zod';
import { bidSchema, callidSchema } from './identifiers.ts';
import { businessTypes, verticals } from './states.ts';

const earliestMs = Date.UTC(2000, 0, 1);
/** Room for a sender's clock that runs ahead; more would let a call claim to be the newest for ever. */
const clockSkewMs = 24 * 3600 * 1000;

/** Mcube sends UTC or an explicit offset; both name one instant. Billing periods end in the future, calls do not. */
const instantSchema = z.iso.datetime({ offset: true }).refine((text) => {
  const ms = Date.parse(text);
  return ms >= earliestMs && ms < Date.UTC(2100, 0, 1);
}, 'must lie between 2000 and 2100');
const pastInstantSchema = instantSchema.refine(
  (text) => Date.parse(text) <= Date.now() + clockSkewMs,
  'must not lie in the future',
);

/** Line breaks and other control characters have no business in a name, and no database stores half a surrogate pair. */
function toOneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
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

/** The status of a call that somebody picked up; only such calls are analysed. */
export const answeredStatus = 'ANSWER';

/** `POST /webhook/call-completed`, signed with the business's own secret. */
export const callCompletedSchema = z
  .object({
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
    call_starttime: pastInstantSchema,
    call_endtime: pastInstantSchema,
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
  })
  .refine((call) => Date.parse(call.call_endtime) >= Date.parse(call.call_starttime), {
    path: ['call_endtime'],
    message: 'must not be before call_starttime',
  })
  .refine((call) => call.call_status !== answeredStatus || call.recording_url !== null, {
    path: ['recording_url'],
    message: 'is required for an answered call',
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
