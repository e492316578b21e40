import { parseRetryAfter } from '../intake/answer-status.ts';
import { ProviderError, type ProviderErrorCode } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';
import type { VendorAnswer } from './vendor-client.ts';

/** What a vendor says of its refusal; any of it may be missing. */
export interface Said {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

const maxQuoted = 200;

/** An answer that is no result, in words for a person: who, which status, which of its codes, and what it says. */
export function describeRefusal(
  provider: HostedProviderName,
  code: ProviderErrorCode,
  { status, retryAfter }: VendorAnswer,
  said: Said,
  advice = '',
): ProviderError {
  const words = [said.code, said.message].filter((part) => part !== undefined && part !== '').join(': ');
  const quoted = words.replaceAll(/\p{Cc}+/gu, ' ').slice(0, maxQuoted);
  const message = `${provider} answered ${status}${quoted === '' ? '' : ` (${quoted})`}${advice}`;
  return new ProviderError(provider, code, message, { status, retryAfterMs: parseRetryAfter(retryAfter, Date.now()) });
}

/** What a status means with any vendor that has nothing more exact to say. */
export function codeOfStatus(status: number): ProviderErrorCode {
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 402) return 'credit_exhausted';
  // Nothing below the base URL answers there: it is not the vendor's.
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return 'misconfigured';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'unavailable' : 'refused';
}
