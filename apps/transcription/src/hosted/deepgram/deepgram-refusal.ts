import { z } from 'zod';
import type { ProviderError } from '../provider-error.ts';
import { codeOfStatus, describeRefusal, type Said } from '../refusal.ts';
import type { VendorAnswer } from '../vendor-client.ts';

/** Two shapes and plain text; whatever is missing is missing. */
const refusalSchema = z.union([
  z.object({ err_code: z.string(), err_msg: z.string().optional() }).transform(({ err_code, err_msg }): Said => {
    return { code: err_code, message: err_msg };
  }),
  z
    .object({ category: z.string(), message: z.string().optional(), details: z.string().optional() })
    .transform(({ category, message, details }): Said => ({ code: category, message: message ?? details })),
]);

/** Why Deepgram gave no transcript. */
export function readDeepgramRefusal(answer: VendorAnswer): ProviderError {
  const said = readSaid(answer.text);
  const code = isCorruptAudio(answer, said) ? 'corrupt_audio' : codeOfStatus(answer.status);
  const advice = code === 'key_refused' || code === 'credit_exhausted' ? '; DEEPGRAM_API_KEY names the project' : '';
  return describeRefusal('deepgram', code, answer, said, advice);
}

function isCorruptAudio({ status }: VendorAnswer, { message }: Said): boolean {
  return status === 400 && /corrupt|unsupported data|failed to process audio/i.test(message ?? '');
}

function readSaid(text: string): Said {
  try {
    const parsed = refusalSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    // A page of a proxy says nothing worth quoting.
    return /^\s*</.test(text) ? {} : { message: text.trim() };
  }
}
