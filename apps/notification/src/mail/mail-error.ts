export type MailFailure = 'retryable' | 'permanent' | 'throttled';

export interface MailErrorFields {
  code: string;
  failure: MailFailure;
  uncertain: boolean;
  retryAfterMs?: number | undefined;
}

/**
 * A message that was not confirmed. `uncertain` says that the server had the whole message and gave no answer: it may
 * have been delivered, so sending it again may send it twice. Everything else was certainly not delivered.
 */
export class MailError extends Error {
  /** A stable word for people who group failures: `mail_refused`. */
  readonly code: string;
  readonly failure: MailFailure;
  readonly uncertain: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, fields: MailErrorFields) {
    super(message);
    this.name = 'MailError';
    this.code = fields.code;
    this.failure = fields.failure;
    this.uncertain = fields.uncertain;
    this.retryAfterMs = fields.retryAfterMs;
  }
}
