import { RecordingError } from './recording-error.ts';

/** The longest wait a server can make us promise. */
const retryAfterMsMax = 60 * 60 * 1000;

/** Why an answer with this status, not a redirect, brings no recording; undefined for the one status that does. */
export function findStatusError(
  host: string,
  status: number,
  retryAfter: string | undefined,
): RecordingError | undefined {
  const said = `${host} answered ${status}`;
  const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  switch (status) {
    case 200:
      return undefined;
    case 202:
    case 404:
      return new RecordingError('not_found', `${said}: the recording is not there (yet)`, wait);
    case 204:
    case 205:
      return new RecordingError('empty', `${said}: it sent no recording`);
    case 206:
      return new RecordingError('truncated', `${said}: it sent only a part of the recording`);
    case 401:
      return new RecordingError('login_required', `${said}: the recording needs a login`);
    case 403:
      return new RecordingError(
        'denied',
        `${said}: the link has expired, is private, or its recording is not there yet`,
      );
    case 410:
      return new RecordingError('gone', `${said}: the recording was removed`);
    case 429:
      return new RecordingError('throttled', `${said}: too many requests`, wait);
    case 408:
    case 425:
      return new RecordingError('unavailable', said, wait);
    default:
      return new RecordingError(status >= 500 ? 'unavailable' : 'rejected', said, wait);
  }
}

/** Milliseconds from now, from the header's seconds or HTTP date; undefined when it says neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), retryAfterMsMax);
}
