import { AudioFormatError } from './audio-format-error.ts';
import type { ProbedRecording } from './probe-recording.ts';
import { codecNames, maxSampleRateHz, minSampleRateHz } from './recording-formats.ts';
import { createTooLong } from './too-long.ts';

/** Layouts of two channels that stay as they are; ffmpeg would mix others, and mix the parties of a call with them. */
const plainLayouts: ReadonlySet<string> = new Set(['stereo', 'downmix', '2 channels']);

/** @throws {AudioFormatError} what is wrong with a recording by its headers alone, in words for a person */
export function checkRecording(recording: ProbedRecording, maxSeconds: number): void {
  checkCodec(recording);
  checkChannels(recording);
  const { sampleRateHz } = recording;
  if (!(sampleRateHz >= minSampleRateHz && sampleRateHz <= maxSampleRateHz)) {
    throw new AudioFormatError(
      'unsupported_rate',
      `The recording has ${sampleRateHz} samples a second; ${minSampleRateHz} to ${maxSampleRateHz} can be read.`,
    );
  }
  const seconds = findExactSeconds(recording);
  if (seconds !== undefined && seconds > maxSeconds) throw createTooLong(seconds, maxSeconds);
}

/** The length by the headers where they state it; MP3, AMR and ADPCM have only a guess from the bit rate. */
export function findExactSeconds({ container, bitsPerSample, durationSeconds }: ProbedRecording): number | undefined {
  const isGuess = container === 'mp3' || container === 'amr' || (container === 'wav' && bitsPerSample < 8);
  return isGuess ? undefined : durationSeconds;
}

function checkCodec({ codec, codecTag, container }: ProbedRecording): void {
  if (codec !== undefined && codecNames.has(codec)) return;
  throw new AudioFormatError(
    'unsupported_codec',
    `The ${container} file holds audio of the codec ${codec ?? codecTag}, which is none that call recordings use.`,
  );
}

function checkChannels({ channelCount, channelLayout }: ProbedRecording): void {
  if (channelCount < 1) throw new AudioFormatError('damaged', 'The recording is damaged: no audio is found in it.');
  if (channelCount > 2) {
    throw new AudioFormatError(
      'unsupported_channels',
      `The recording has ${channelCount} channels; one or two can be read.`,
    );
  }
  if (channelCount === 2 && channelLayout !== undefined && !plainLayouts.has(channelLayout)) {
    throw new AudioFormatError(
      'unsupported_channels',
      `The recording's two channels are named "${channelLayout}"; left and right can be read.`,
    );
  }
}
