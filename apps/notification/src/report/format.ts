/** One decimal where there is one: 87, 81.4. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function formatPoints(score: number, maxScore: number): string {
  return `${formatNumber(score)}/${formatNumber(maxScore)}`;
}

/** 16m 56s, 1h 02m 05s, 45s. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours}h ${twoDigits(minutes)}m ${twoDigits(rest)}s`;
  return minutes > 0 ? `${minutes}m ${twoDigits(rest)}s` : `${rest}s`;
}

/** A moment of the recording as players show it: 02:14, 1:02:14. */
export function formatMoment(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${hours > 0 ? `${hours}:` : ''}${twoDigits(minutes)}:${twoDigits(rest)}`;
}

/**
 * 11 Mar 2026, 18:03 in the given IANA time zone.
 * @throws RangeError on a time zone that does not exist
 */
export function formatDateTime(date: Date, timeZone: string): string {
  return dateFormat(timeZone, {}).format(date);
}

/** Wed, 11 Mar 2026, 18:03 GMT+5:30. */
export function formatFullDateTime(date: Date, timeZone: string): string {
  return dateFormat(timeZone, { weekday: 'short', timeZoneName: 'short' }).format(date);
}

/** A rule's id in words: government-impersonation is "Government impersonation". */
export function formatRule(id: string): string {
  const words = id.replaceAll(/[-_\s]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function dateFormat(timeZone: string, extra: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    ...extra,
  });
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
