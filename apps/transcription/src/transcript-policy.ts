import {
  defaultRedactionPolicy,
  keyTermSchema,
  redactionPolicySchema,
  type KeyTerm,
  type RedactionPolicy,
} from '@callscript/contracts';
import type { BusinessPipelineConfigRow } from '@callscript/db';
import { StageError } from '@callscript/pipeline';
import { z } from 'zod';

export interface TranscriptPolicy {
  readonly redaction: RedactionPolicy;
  readonly keyTerms: readonly KeyTerm[];
}

/** How long a call waits for an operator to mend the configuration. */
export const operatorWaitMs = 15 * 60_000;

const policySchema = z.object({
  redaction: redactionPolicySchema.nullable(),
  key_terms: z.array(keyTermSchema).nullable(),
});

/**
 * What a business wants of its transcripts. Its columns are JSON that a person may have written: what does not fit makes
 * calls wait, rather than have them stored with what should have been taken out.
 *
 * @throws StageError `business_config_invalid`, throttled
 */
export function readTranscriptPolicy(config: BusinessPipelineConfigRow): TranscriptPolicy {
  const parsed = policySchema.safeParse(config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StageError(
      'throttled',
      'business_config_invalid',
      `business_pipeline_config of ${config.bid}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`,
      { retryAfterMs: operatorWaitMs },
    );
  }
  const { redaction, key_terms } = parsed.data;
  return { redaction: redaction ?? defaultRedactionPolicy, keyTerms: key_terms ?? [] };
}
