import { AudioFormatError } from './audio-format-error.ts';

/** The refusal of a recording that is longer than somebody wants recognised; how long it is may not be known. */
export function createTooLong(durationSeconds: number | undefined, maxSeconds: number): AudioFormatError {
  const most = formatDuration(maxSeconds);
  return new AudioFormatError(
    'too_long',
    durationSeconds === undefined
      ? `The recording is longer than the ${most} that are recognised.`
      : `The recording lasts ${formatDuration(durationSeconds)}; at most ${most} are recognised.`,
  );
}

/** `9 h 17 min 59 s`; begun seconds count, so that what is too long also looks it. */
function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
