// Any recording into samples, by ffmpeg in a process of its own.
//
// 1. ffprobe reads the headers; what cannot be used is refused here, before anything is decoded.
// 2. ffmpeg decodes the first audio stream in its own rate and channels into a file without a name. It never resamples
//    (unless a stream changes its rate on the way): the features hear which resampler was used, so there is one.
// 3. Samples keep their times: what a codec puts before the audio is cut off, and where packets are missing (a muted
//    party, a lost connection) there is silence. Gaps under 0.1 s stay closed until they add up.
// 4. Length counts as decoded: headers may lie, and a small file may unfold to days of audio.
//
// 16-bit samples hold all that telephone codecs and lossy codecs have; a lossless source of more bits is kept in single
// precision, so that nothing of it is rounded.

import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { AudioFormatError } from './audio-format-error.ts';
import { checkRecording, findExactSeconds } from './check-recording.ts';
import { decodeSamples } from './decode-samples.ts';
import { probeRecording } from './probe-recording.ts';
import { readRiffLength } from './riff-length.ts';
import { SampleFile } from './sample-file.ts';
import type { SampleSource } from './samples.ts';

export interface DecodeOptions {
  /** A longer recording is refused as `too_long`; 4 hours when not given. */
  readonly maxSeconds?: number | undefined;
  /** Programs, by name on the PATH or by path. */
  readonly ffmpeg?: string | undefined;
  readonly ffprobe?: string | undefined;
  /** Where the samples lie while they are in use; the system's folder for that when not given. */
  readonly temporaryDirectory?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DecodedRecording extends AsyncDisposable {
  /** As in the file, 8000 to 48000. */
  readonly sampleRateHz: number;
  /** One or two, of one length, in [-1, 1]. Each slice is read from disk, in the calling thread. */
  readonly channels: readonly SampleSource[];
  /** Of what was decoded. */
  readonly durationSeconds: number;
  /** ffprobe's names: `wav` and `pcm_mulaw`. */
  readonly container: string;
  readonly codec: string;
  /** The file ends before its headers say, or parts of it could not be decoded; this is what is there. */
  readonly truncated: boolean;
}

const defaultMaxSeconds = 4 * 3600;

/** Codecs fill their last block; headers count without it, or with it. */
const lengthTolerance = 0.1;

/**
 * Decodes a recording into a temporary file, which lives until the result is disposed of: at most `maxSeconds` in 2 bytes
 * a sample and channel (4 for lossless sources of more than 16 bits). Memory does not grow with the recording.
 *
 * @throws {AudioFormatError} whatever is wrong with the recording
 * @throws {DecoderUnavailableError} when ffmpeg or ffprobe is missing
 * @throws {DecoderFailedError} when the decoder was ended from outside
 * @throws the signal's reason, and errors of the file system as they are
 */
export async function decodeRecording(file: string, options: DecodeOptions = {}): Promise<DecodedRecording> {
  const { maxSeconds = defaultMaxSeconds, temporaryDirectory = tmpdir(), signal } = options;
  await using recording = await open(file);
  const stats = await recording.stat();
  if (!stats.isFile()) throw new AudioFormatError('not_audio', 'The recording is not a file.');
  if (stats.size === 0) throw new AudioFormatError('empty', 'The file is empty.');
  const probed = await probeRecording(recording.fd, options.ffprobe ?? 'ffprobe', signal);
  checkRecording(probed, maxSeconds);
  const riff = await readRiffLength(recording, stats.size);
  if (riff?.isEmpty) throw new AudioFormatError('empty', 'The recording holds no audio.');

  await using stack = new AsyncDisposableStack();
  const samples = stack.use(
    await SampleFile.create(temporaryDirectory, {
      format: probed.bitsPerSample > 16 ? 'f32le' : 's16le',
      channelCount: probed.channelCount,
    }),
  );
  const program = options.ffmpeg ?? 'ffmpeg';
  const { isDamaged } = await decodeSamples(recording.fd, probed, samples, { program, maxSeconds, signal });
  const durationSeconds = samples.frameCount / probed.sampleRateHz;
  const promisedSeconds = findExactSeconds(probed) ?? 0;
  const disposal = stack.move();
  return {
    sampleRateHz: probed.sampleRateHz,
    channels: samples.openChannels(),
    durationSeconds,
    container: probed.container,
    codec: probed.codec ?? '?',
    truncated:
      isDamaged || probed.isCutOff || riff?.isCutOff === true || durationSeconds < promisedSeconds - lengthTolerance,
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
