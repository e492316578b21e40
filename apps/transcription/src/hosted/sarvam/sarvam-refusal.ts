import { z } from 'zod';
import type { ProviderError, ProviderErrorCode } from '../provider-error.ts';
import { codeOfStatus, describeRefusal, type Said } from '../refusal.ts';
import type { VendorAnswer } from '../vendor-client.ts';

const refusalSchema = z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) });

/** Its own codes say more than the status: credit that is gone comes as a 429, and so does a wait of a minute. */
const codes: Readonly<Record<string, ProviderErrorCode>> = {
  invalid_api_key_error: 'key_refused',
  insufficient_quota_error: 'credit_exhausted',
};

/** Why Sarvam did not do what it was asked. */
export function readSarvamRefusal(answer: VendorAnswer): ProviderError {
  const said = readSaid(answer.text);
  const code = codes[said.code ?? ''] ?? (answer.status === 503 ? 'overloaded' : codeOfStatus(answer.status));
  const advice = code === 'key_refused' || code === 'credit_exhausted' ? '; SARVAM_API_KEY names the account' : '';
  return describeRefusal('sarvam', code, answer, said, advice);
}

/** About a job: what Sarvam does not know any more it calls not found or a bad request. */
export function readJobRefusal(answer: VendorAnswer): ProviderError {
  if (answer.status !== 400 && answer.status !== 404) return readSarvamRefusal(answer);
  return describeRefusal('sarvam', 'job_lost', answer, readSaid(answer.text), ': it does not take the job up');
}

/** About a job's output, which it said it had. */
export function readOutputRefusal(answer: VendorAnswer): ProviderError {
  if (answer.status !== 400 && answer.status !== 404) return readSarvamRefusal(answer);
  return describeRefusal(
    'sarvam',
    'job_failed',
    answer,
    readSaid(answer.text),
    ': it does not know the output it named',
  );
}

/** About a presigned address, whose host is no part of the API and knows no key. */
export function readStorageRefusal(answer: VendorAnswer): ProviderError {
  const { status } = answer;
  const code = status === 403 || status === 404 || status === 410 ? 'address_lapsed' : codeOfStatus(status);
  return describeRefusal('sarvam', code, answer, {}, ' for a file');
}

function readSaid(text: string): Said {
  try {
    const parsed = refusalSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.error : {};
  } catch {
    return {};
  }
}
