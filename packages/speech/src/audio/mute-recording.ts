import { open } from 'node:fs/promises';
import { buildFilter } from './decode-samples.ts';
import { DecoderFailedError } from './decoder-error.ts';
import { inputFile, runDecoder } from './decoder-process.ts';
import { chooseMuteCodec } from './mute-codec.ts';
import { inputOptions, probeRecording } from './probe-recording.ts';

/** Seconds from the start of the recording. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export interface MuteOptions {
  readonly ffmpeg?: string | undefined;
  readonly ffprobe?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** ffmpeg says nothing on its output while it writes a file, so only the total counts. */
const limits = { stallSeconds: 900, totalSeconds: 900 };
const targetBytesMax = 2 ** 34;

/**
 * Writes a recording to `target` with silence on all channels in the given ranges, in the container and codec it has
 * (plain PCM in WAV where nobody encodes those). Times are those of a decoded recording, so of its words. `file` must be
 * one that `decodeRecording` takes.
 *
 * @throws {DecoderFailedError} when the recording cannot be written
 */
export async function muteRecording(
  file: string,
  target: string,
  ranges: readonly TimeRange[],
  { ffmpeg = 'ffmpeg', ffprobe = 'ffprobe', signal }: MuteOptions = {},
): Promise<void> {
  await using recording = await open(file);
  const probed = await probeRecording(recording.fd, ffprobe, signal);
  const { encoder, muxer, quality } = chooseMuteCodec(probed.container, probed.codec);
  const isMuted = ranges.map(({ start, end }) => `between(t,${start.toFixed(3)},${end.toFixed(3)})`).join('+');
  const args = [
    ['-nostdin', '-v', 'error', '-threads', '1'],
    inputOptions,
    ['-vn', '-sn', '-dn', '-i', inputFile, '-map', '0:a:0', '-map_metadata', '-1'],
    // In frames of 10 ms, for the filter switches between frames.
    [
      '-af',
      `${buildFilter(probed)},asetnsamples=n=${Math.ceil(probed.sampleRateHz / 100)}:p=0,volume=0:enable='${isMuted}'`,
    ],
    // Without serial numbers by chance: the same redactions make the same file.
    ['-fflags', '+bitexact', '-flags:a', '+bitexact'],
    ['-c:a', encoder, ...quality, '-f', muxer, '-y', `file:${target}`],
  ].flat();
  const command = { program: ffmpeg, args, recording: recording.fd, outputBytesMax: targetBytesMax };
  const { outcome, complaints } = await runDecoder(command, { signal, ...limits }, () => true);
  if (outcome === 'done') return;
  throw new DecoderFailedError(`The recording cannot be written without what was redacted: ${complaints.trim()}`);
}
