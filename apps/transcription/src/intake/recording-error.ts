/** What can go wrong with a recording, and what to do about it: try again, give up, or wait for the server. */
const failures = {
  /** The URL leads, by itself, by DNS or by a redirect, into a network nobody outside may reach through us. */
  forbidden_address: 'permanent',
  forbidden_url: 'permanent',
  too_many_redirects: 'permanent',
  login_required: 'permanent',
  gone: 'permanent',
  rejected: 'permanent',
  not_audio: 'permanent',
  encoded: 'permanent',
  too_large: 'permanent',
  /** A recording is often late: until it is there its server says 404, sends nothing, or (S3) says 403. */
  not_found: 'retryable',
  denied: 'retryable',
  empty: 'retryable',
  truncated: 'retryable',
  unreachable: 'retryable',
  unavailable: 'retryable',
  timeout: 'retryable',
  too_slow: 'retryable',
  throttled: 'throttled',
} as const;

export type RecordingErrorCode = keyof typeof failures;
export type RecordingFailure = (typeof failures)[RecordingErrorCode];

/** Its message is for a person, names the host at most, and never holds the URL: recording URLs are often signed. */
export class RecordingError extends Error {
  readonly code: RecordingErrorCode;
  readonly failure: RecordingFailure;
  /** What the server asked for, if it did. */
  readonly retryAfterMs?: number;

  constructor(code: RecordingErrorCode, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RecordingError';
    this.code = code;
    this.failure = failures[code];
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}
