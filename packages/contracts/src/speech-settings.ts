import { z } from 'zod';
import { sttProviderSchema } from './recognized-call.ts';
import { keyTermSchema, redactionPolicySchema } from './transcript-facts.ts';

/** How a business has its calls recognised and what it keeps of them; what is not given stays as it is. Null is the default. */
export const speechSettingsSchema = z
  .strictObject({
    stt_provider: sttProviderSchema,
    /** Who is asked next, in order. */
    stt_fallbacks: z.array(sttProviderSchema).max(3).nullable(),
    /** BCP 47. */
    stt_language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .max(16)
      .nullable(),
    key_terms: z.array(keyTermSchema).max(500).nullable(),
    redaction: redactionPolicySchema.nullable(),
    expected_speakers: z.number().int().min(1).max(10).nullable(),
  })
  .partial();
export type SpeechSettings = z.infer<typeof speechSettingsSchema>;
