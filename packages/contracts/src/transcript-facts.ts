import { z } from 'zod';
import { speakerSchema } from './transcript.ts';

/** Seconds from the start of the recording. */
const secondsSchema = z.number().nonnegative();

/** How it was decided who is the agent. `none`: it was not, and every speaker is `unknown`. */
export const roleSources = ['channel', 'content', 'person', 'none'] as const;
export const speakerRolesSchema = z.object({
  source: z.enum(roleSources),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
});
export type SpeakerRoles = z.infer<typeof speakerRolesSchema>;

/** A term that a business wants spelled its way, and what recognition makes of it. */
export const keyTermSchema = z.object({
  term: z.string().trim().min(1).max(64),
  heard: z.array(z.string().trim().min(1).max(64)).max(20),
});
export type KeyTerm = z.infer<typeof keyTermSchema>;

/** What a key term replaced, and where. */
export const correctionSchema = z.object({ start: secondsSchema, heard: z.string(), term: z.string() });
export type Correction = z.infer<typeof correctionSchema>;

/** What may be taken out of a transcript. */
export const redactionKinds = [
  'card_number',
  'card_security_code',
  'bank_account',
  'ssn',
  'aadhaar',
  'pan',
  'email',
  'phone',
  'date_of_birth',
  'digits',
] as const;
export const redactionKindSchema = z.enum(redactionKinds);
export type RedactionKind = z.infer<typeof redactionKindSchema>;

/** What was taken out, and where; never the words themselves. */
export const redactionSchema = z.object({
  kind: redactionKindSchema,
  speaker: speakerSchema,
  start: secondsSchema,
  end: secondsSchema,
});
export type Redaction = z.infer<typeof redactionSchema>;

export const redactionPolicySchema = z.object({
  kinds: z.array(redactionKindSchema),
  /** Keep the transcript as it was, encrypted, for those who may see it. */
  keep_raw: z.boolean(),
  /** Silence the same times in the vault's copy of the recording. */
  mute_audio: z.boolean(),
});
export type RedactionPolicy = z.infer<typeof redactionPolicySchema>;

/** What a business has not chosen otherwise: payment cards and national identity numbers are not kept. */
export const defaultRedactionPolicy: RedactionPolicy = {
  kinds: ['card_number', 'card_security_code', 'ssn', 'aadhaar', 'pan'],
  keep_raw: false,
  mute_audio: false,
};
