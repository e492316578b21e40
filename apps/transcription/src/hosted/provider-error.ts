import type { Failure } from '@callscript/pipeline';
import type { HostedProviderName } from './provider.ts';

interface Treatment extends Pick<Failure, 'failure' | 'alternative' | 'retryAfterMs'> {
  /** Counts against the vendor: enough of these in a row open its circuit. */
  readonly isOutage?: boolean;
}

/** An operator has to do something first, so the call waits for it or goes elsewhere. */
const operatorsTurn = { failure: 'throttled', alternative: 'at_once', retryAfterMs: 15 * 60_000 } as const;

/** What can go wrong with a hosted provider, and what to do about it. */
const treatments = {
  key_missing: operatorsTurn,
  key_refused: { ...operatorsTurn, isOutage: true },
  credit_exhausted: { ...operatorsTurn, isOutage: true },
  misconfigured: { ...operatorsTurn, isOutage: true },
  circuit_open: { failure: 'throttled', alternative: 'at_once' },
  rate_limited: { failure: 'throttled' },
  overloaded: { failure: 'throttled', isOutage: true },
  unavailable: { failure: 'retryable', isOutage: true },
  unreachable: { failure: 'retryable', isOutage: true },
  timeout: { failure: 'retryable', isOutage: true },
  malformed_answer: { failure: 'retryable', isOutage: true },
  /** A presigned address that is too old. */
  address_lapsed: { failure: 'retryable' },
  job_failed: { failure: 'retryable' },
  job_lost: { failure: 'retryable' },
  job_timeout: { failure: 'retryable' },
  /** This provider does not take the recording or the request; another may. */
  refused: { failure: 'permanent' },
  too_large: { failure: 'permanent' },
  too_long: { failure: 'permanent' },
  language_unsupported: { failure: 'permanent' },
  /** It is no recording that anybody could recognise. */
  corrupt_audio: { failure: 'permanent', alternative: 'never' },
} as const satisfies Record<string, Treatment>;

export type ProviderErrorCode = keyof typeof treatments;

/** Its message is for a person; it holds neither keys nor presigned addresses. */
export class ProviderError extends Error implements Failure {
  override readonly name = 'ProviderError';
  readonly provider: HostedProviderName;
  readonly code: ProviderErrorCode;
  readonly failure: Failure['failure'];
  readonly alternative: Failure['alternative'];
  readonly retryAfterMs: number | undefined;
  readonly isOutage: boolean;
  /** The HTTP status that said so, where one did. */
  readonly status: number | undefined;

  constructor(
    provider: HostedProviderName,
    code: ProviderErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined; status?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const treatment: Treatment = treatments[code];
    this.provider = provider;
    this.code = code;
    this.failure = treatment.failure;
    this.alternative = treatment.alternative;
    this.retryAfterMs = options.retryAfterMs ?? treatment.retryAfterMs;
    this.isOutage = treatment.isOutage ?? false;
    this.status = options.status;
  }
}
