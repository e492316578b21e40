import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { JudgeError, type JudgeErrorCode, type JudgeFailure } from '../judge.ts';

type Cause = [code: JudgeErrorCode, failure: JudgeFailure];

const failuresByName: Readonly<Record<string, Cause>> = {
  ThrottlingException: ['throttled', 'throttled'],
  TooManyRequestsException: ['throttled', 'throttled'],
  ModelNotReadyException: ['throttled', 'throttled'],
  ServiceQuotaExceededException: ['quota_exceeded', 'throttled'],
  // What is wrong with our account or configuration is no call's fault: the calls wait until somebody has mended it.
  AccessDeniedException: ['access_denied', 'throttled'],
  UnrecognizedClientException: ['access_denied', 'throttled'],
  InvalidSignatureException: ['access_denied', 'throttled'],
  CredentialsProviderError: ['access_denied', 'throttled'],
  ResourceNotFoundException: ['access_denied', 'throttled'],
  ValidationException: ['request_refused', 'permanent'],
  ConflictException: ['request_refused', 'permanent'],
  ModelTimeoutException: ['timeout', 'retryable'],
  TimeoutError: ['timeout', 'retryable'],
};

/** A quota or an access is renewed by the day or by a person: asking again soon helps nobody. */
const personWaitMs = 15 * 60_000;

/** What a failed request means for the call. Whatever is not known is worth another try. */
export function toJudgeError(error: unknown, isAborted: boolean): JudgeError {
  if (error instanceof JudgeError) return error;
  if (isAborted) return new JudgeError('aborted', 'retryable', 'the work was cancelled', { cause: error });
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  const [code, failure] = failuresByName[name] ?? byStatus(statusOf(error));
  const needsPerson = code === 'quota_exceeded' || code === 'access_denied';
  const retryAfterMs = needsPerson ? personWaitMs : failure === 'throttled' ? retryAfterOf(error) : undefined;
  return new JudgeError(code, failure, `Bedrock: ${name || 'error'}: ${message}`, {
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

const refusals: Partial<Record<NonNullable<ConverseCommandOutput['stopReason']>, Cause>> = {
  max_tokens: ['answer_truncated', 'permanent'],
  model_context_window_exceeded: ['answer_truncated', 'permanent'],
  guardrail_intervened: ['answer_filtered', 'permanent'],
  content_filtered: ['answer_filtered', 'permanent'],
  malformed_model_output: ['answer_malformed', 'retryable'],
  malformed_tool_use: ['answer_malformed', 'retryable'],
};

/** @throws {JudgeError} where the model stopped before it had answered */
export function assertAnswered(stopReason: ConverseCommandOutput['stopReason']): void {
  const refusal = stopReason === undefined ? undefined : refusals[stopReason];
  if (refusal !== undefined) throw new JudgeError(refusal[0], refusal[1], `Bedrock stopped: ${stopReason}`);
}

function byStatus(status: number | undefined): Cause {
  if (status === 429) return ['throttled', 'throttled'];
  if (status === 401 || status === 403) return ['access_denied', 'throttled'];
  if (status === 408) return ['timeout', 'retryable'];
  // 424 is the model failing behind the service, not a request that is wrong.
  if (status !== undefined && status >= 400 && status < 500 && status !== 424) return ['request_refused', 'permanent'];
  return ['unavailable', 'retryable'];
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** The wait that the service asks for, in milliseconds. */
function retryAfterOf(error: unknown): number | undefined {
  const headers = (error as { $response?: { headers?: Record<string, string> } } | null)?.$response?.headers;
  const milliseconds = Number(headers?.['x-amz-retry-after']);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const header = headers?.['retry-after'];
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
