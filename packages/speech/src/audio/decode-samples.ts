import { AudioFormatError } from './audio-format-error.ts';
import { inputFile, runDecoder } from './decoder-process.ts';
import { inputOptions, type ProbedRecording } from './probe-recording.ts';
import type { SampleFile } from './sample-file.ts';
import { createTooLong } from './too-long.ts';

interface DecodeSamplesOptions {
  readonly program: string;
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/** LAME's 576 samples and the 529 of every decoder: 138 ms at 8 kHz. */
const mp3DelaySamples = 576 + 529;

const limits = { stallSeconds: 30, totalSeconds: 900 };

/**
 * Decodes a recording's first audio stream into `samples`, as far as it goes.
 *
 * @returns whether the decoder met damage on the way
 * @throws {AudioFormatError} `too_long`, `damaged` or `empty`
 */
export async function decodeSamples(
  recording: number,
  probed: ProbedRecording,
  samples: SampleFile,
  { program, maxSeconds, signal }: DecodeSamplesOptions,
): Promise<{ isDamaged: boolean }> {
  const maxFrames = Math.floor(maxSeconds * probed.sampleRateHz);
  const command = { program, args: buildArguments(probed, samples.layout.format), recording };
  const { outcome, complaints } = await runDecoder(command, { signal, ...limits }, async (output) => {
    await samples.append(output);
    return samples.frameCount <= maxFrames;
  });
  if (samples.frameCount > maxFrames) throw createTooLong(undefined, maxSeconds);
  if (outcome === 'timeout') {
    throw new AudioFormatError('damaged', 'The recording keeps the decoder busy without end; it is damaged.');
  }
  const isDamaged = outcome === 'failed' || complaints !== '';
  if (samples.frameCount === 0) {
    throw isDamaged
      ? new AudioFormatError('damaged', 'The recording is damaged; nothing of it can be decoded.')
      : new AudioFormatError('empty', 'The recording holds no audio.');
  }
  return { isDamaged };
}

function buildArguments(probed: ProbedRecording, format: 's16le' | 'f32le'): string[] {
  return [
    ['-nostdin', '-v', 'error', '-threads', '1'],
    inputOptions,
    ['-vn', '-sn', '-dn', '-i', inputFile, '-map', '0:a:0'],
    ['-af', buildFilter(probed)],
    // What the stream begins with; a stream that changes on the way stays one recording.
    ['-ar', String(probed.sampleRateHz), '-ac', String(probed.channelCount)],
    ['-c:a', `pcm_${format}`, '-f', format, 'pipe:1'],
  ].flat();
}

/**
 * The filter that puts samples at their times, from 0 on: silence where packets are missing. `first_pts` fills the time before audio that starts late in a video; it would fill
 * all of the past again where a stream changes its rate, so it is left out where there is nothing to fill.
 */
export function buildFilter(probed: ProbedRecording): string {
  if (hidesDelay(probed)) return `atrim=start_sample=${mp3DelaySamples},aresample=async=1`;
  const startsLate = probed.startSeconds > probed.fileStartSeconds;
  return startsLate ? 'aresample=async=1:first_pts=0' : 'aresample=async=1';
}

/** MP3 that was made as a stream lacks the header that says how much silence the encoder put first; ffmpeg then keeps it. */
function hidesDelay({ container, startSeconds }: ProbedRecording): boolean {
  return container === 'mp3' && startSeconds === 0;
}
