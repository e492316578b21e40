import { AudioFormatError } from './audio-format-error.ts';

/** The refusal of a recording that is longer than somebody wants recognised. */
export function createTooLong(durationSeconds: number, maxSeconds: number): AudioFormatError {
  return new AudioFormatError(
    'too_long',
    `The recording lasts ${formatDuration(durationSeconds)}; at most ${formatDuration(maxSeconds)} are recognised.`,
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
