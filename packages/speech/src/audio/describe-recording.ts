import { open } from 'node:fs/promises';
import { AudioFormatError } from './audio-format-error.ts';
import { findExactSeconds } from './check-recording.ts';
import { probeRecording } from './probe-recording.ts';
import { createTooLong } from './too-long.ts';

export interface RecordingDescription {
  /** By the headers, or a guess from the bit rate; undefined where neither is to be had. */
  readonly durationSeconds: number | undefined;
  readonly channelCount: number;
}

/**
 * What a recording's headers say, without decoding any of it: enough to hand it to somebody who will.
 *
 * @throws {AudioFormatError} `not_audio`, `damaged`, `empty`, `too_long`
 * @throws {DecoderUnavailableError} when ffprobe is missing
 */
export async function describeRecording(
  file: string,
  options: { maxSeconds: number; ffprobe?: string | undefined; signal?: AbortSignal | undefined },
): Promise<RecordingDescription> {
  await using recording = await open(file);
  if ((await recording.stat()).size === 0) throw new AudioFormatError('empty', 'The file is empty.');
  const probed = await probeRecording(recording.fd, options.ffprobe ?? 'ffprobe', options.signal);
  const seconds = findExactSeconds(probed);
  if (seconds !== undefined && seconds > options.maxSeconds) throw createTooLong(seconds, options.maxSeconds);
  return { durationSeconds: probed.durationSeconds, channelCount: probed.channelCount };
}
