import { AudioFormatError } from './audio-format-error.ts';
import { inputFile, runDecoder } from './decoder-process.ts';
import { containerNames, containersForPeople } from './recording-formats.ts';

/** What ffprobe reads from a recording's headers; nothing of it is checked yet. */
export interface ProbedRecording {
  readonly container: string;
  /** Undefined when ffmpeg does not know it; `codecTag` is then the number in the file. */
  readonly codec: string | undefined;
  readonly codecTag: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Undefined when the file names no places for its channels. */
  readonly channelLayout: string | undefined;
  /** Of one sample, as far as the codec has such a thing; otherwise 0. */
  readonly bitsPerSample: number;
  /** By the headers, or ffprobe's guess where they do not say. */
  readonly durationSeconds: number | undefined;
  /** Of the audio stream, and of whatever in the file starts first. */
  readonly startSeconds: number;
  readonly fileStartSeconds: number;
  /** The file is shorter than its headers say, as far as ffprobe notices. */
  readonly isCutOff: boolean;
}

/** Options of both programs for an input that nobody trusts. */
export const inputOptions: readonly string[] = [
  // Enough for the index of a day of audio, and no more for a size that somebody made up.
  ['-max_alloc', String(2 ** 27)],
  ['-format_whitelist', containerNames.join(',')],
  ['-protocol_whitelist', 'file'],
].flat();

const shownEntries =
  'stream=codec_name,codec_tag,sample_rate,channels,channel_layout,bits_per_sample,bits_per_raw_sample,start_time,duration' +
  ':format=format_name,start_time,duration,probe_score';
const limits = { stallSeconds: 30, totalSeconds: 60 };
const maxAnswerBytes = 2 ** 16;

/** ffmpeg itself calls what it recognises with less a possible misdetection: any bytes look a little like MP3. */
const minProbeScore = 25;

/** ffmpeg's words when an MP3 file is shorter than the frame count at its beginning promises. */
const cutOffMp3 = 'filesize and duration do not match';
const cutOffMp4 = 'moov atom not found';

/** @throws {AudioFormatError} `not_audio` or `damaged` when there is no audio stream to be found */
export async function probeRecording(
  recording: number,
  program: string,
  signal: AbortSignal | undefined,
): Promise<ProbedRecording> {
  const show = ['-select_streams', 'a:0', '-show_entries', shownEntries, '-of', 'json'];
  const args = ['-v', 'warning', ...inputOptions, ...show, '-i', inputFile];
  const answer: Buffer[] = [];
  let answerBytes = 0;
  const { outcome, complaints } = await runDecoder({ program, args, recording }, { signal, ...limits }, (output) => {
    answer.push(output);
    answerBytes += output.length;
    return answerBytes <= maxAnswerBytes;
  });
  if (outcome !== 'done') throw describeFailure(complaints);
  return readAnswer(parseJson(Buffer.concat(answer).toString()), complaints.includes(cutOffMp3));
}

function describeFailure(complaints: string): AudioFormatError {
  if (complaints.includes(cutOffMp4)) {
    return new AudioFormatError('damaged', 'The M4A or MP4 recording is cut off: the index at its end is missing.');
  }
  return createNotAudio();
}

function createNotAudio(): AudioFormatError {
  return new AudioFormatError(
    'not_audio',
    `The file is not a recording that can be read, or its headers are damaged; ${containersForPeople} can be read.`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

function readAnswer(answer: Fields, isCutOff: boolean): ProbedRecording {
  const format = asFields(answer['format']);
  if (readNumber(format['probe_score']) < minProbeScore) throw createNotAudio();
  const [first] = Array.isArray(answer['streams']) ? (answer['streams'] as unknown[]) : [];
  if (first === undefined) throw new AudioFormatError('not_audio', 'The file has no audio in it.');
  const stream = asFields(first);
  const duration = readNumber(stream['duration'] ?? format['duration']);
  return {
    container: readContainer(format['format_name']),
    codec: readText(stream['codec_name']),
    codecTag: readText(stream['codec_tag']) ?? '?',
    sampleRateHz: readNumber(stream['sample_rate']),
    channelCount: readNumber(stream['channels']),
    channelLayout: readText(stream['channel_layout']),
    bitsPerSample: Math.max(readNumber(stream['bits_per_sample']), readNumber(stream['bits_per_raw_sample'])),
    durationSeconds: duration > 0 ? duration : undefined,
    startSeconds: readNumber(stream['start_time']),
    fileStartSeconds: readNumber(format['start_time']),
    isCutOff,
  };
}

/** ffprobe names a family where it cannot tell its members apart: `mov,mp4,m4a,3gp,3g2,mj2`. */
function readContainer(names: unknown): string {
  const [first = ''] = (readText(names) ?? '').split(',');
  return first;
}

function parseJson(text: string): Fields {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return {};
  }
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Some numbers come as text; what is none becomes 0. */
function readNumber(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== 'unknown' ? value : undefined;
}
