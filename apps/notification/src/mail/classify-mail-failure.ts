import { cleanText } from '../report/clean-text.ts';
import { MailError, type MailFailure } from './mail-error.ts';

/** The part of nodemailer's errors that decides. It sets `command` to CONN whenever the connection failed, at any step. */
interface SmtpFailure extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

interface Finding {
  code: string;
  failure: MailFailure;
  words: string;
  uncertain?: true;
  retryAfterMs?: number;
}

/** Codes by which servers ask for patience rather than refuse: closing (421), deferred (451), over a quota (454). */
const throttlingCodes = new Set([421, 451, 454]);
const throttledRetryAfterMs = 60_000;
const loginRetryAfterMs = 15 * 60_000;
/** RFC 5321: the session was in the wrong state for the command; a fresh connection may well succeed. */
const badSequence = 503;
const detailCharactersMax = 300;

/**
 * What a failed try means. An answer with a code in the 400s or 500s is a definite no, whenever it came. Without one, a
 * message that was handed over whole (its closing dot may have left) may or may not be on its way.
 *
 * The cause is not kept: nodemailer's errors hold people's addresses, and errors end up in logs.
 */
export function classifyMailFailure(cause: unknown, handedOver: boolean): MailError {
  const error: SmtpFailure = cause instanceof Error ? cause : new Error(String(cause));
  const { words, uncertain = false, ...fields } = findAnswer(error) ?? findSilence(error, handedOver);
  return new MailError(`${words}: ${describe(error.response ?? error.message)}`, { ...fields, uncertain });
}

function findAnswer({ code, command = 'CONN', responseCode = 0 }: SmtpFailure): Finding | undefined {
  if (responseCode < 400 || responseCode > 599) return undefined;
  const step = command === 'CONN' ? '' : ` at ${command}`;
  if (throttlingCodes.has(responseCode)) {
    const words = `the mail server asked to wait${step}`;
    return { code: 'mail_throttled', failure: 'throttled', words, retryAfterMs: throttledRetryAfterMs };
  }
  if (responseCode < 500 || responseCode === badSequence) {
    return { code: 'mail_deferred', failure: 'retryable', words: `the mail server could not take the message${step}` };
  }
  if (code === 'EAUTH') {
    // No report is at fault: all of them wait until somebody has mended the login.
    const words = 'the mail server refused our login';
    return { code: 'mail_login_refused', failure: 'throttled', words, retryAfterMs: loginRetryAfterMs };
  }
  return { code: 'mail_refused', failure: 'permanent', words: `the mail server refused the message${step}` };
}

function findSilence({ code }: SmtpFailure, handedOver: boolean): Finding {
  if (handedOver) {
    const words = 'the mail server took the message and did not confirm it';
    return { code: 'mail_outcome_unknown', failure: 'retryable', words, uncertain: true };
  }
  if (code === 'EABORT') return { code: 'mail_aborted', failure: 'retryable', words: 'sending was stopped' };
  return { code: 'mail_server_unavailable', failure: 'retryable', words: 'the mail server gave no usable answer' };
}

/** A server's words are a stranger's, and it likes to repeat addresses. */
function describe(text: string): string {
  return cleanText(text.replaceAll(/[^\s<>"]+@[^\s<>"]+/g, '[address]'), detailCharactersMax);
}
