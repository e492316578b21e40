import type { RecognizedCall, Voice } from '@callscript/contracts';
import { resampleTo16k } from './audio/resample.ts';
import type { SampleSource } from './audio/samples.ts';
import { surveyChannels } from './audio/survey-channels.ts';
import { recognizeLong, type ChunkRecognizer } from './long-calls/recognize-long.ts';
import type { Word } from './recognition/words.ts';

export interface RecordingSamples {
  readonly sampleRateHz: number;
  /** One or two, of one length, in [-1, 1]. */
  readonly channels: readonly SampleSource[];
  readonly durationSeconds: number;
}

export interface RecognizeDeps {
  readonly recognizer: ChunkRecognizer;
}

export interface RecognizeRecordingOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The words of a recording by voice. With one party a channel, the channel tells the voices apart; the same audio on both
 * channels is one mix.
 */
export async function recognizeRecording(
  { channels, sampleRateHz, durationSeconds }: RecordingSamples,
  { recognizer }: RecognizeDeps,
  { signal }: RecognizeRecordingOptions = {},
): Promise<RecognizedCall> {
  const hear = (samples: SampleSource): Promise<Word[]> =>
    recognizeLong(resampleTo16k(samples, sampleRateHz), recognizer, signal);
  const survey = await surveyChannels(channels, sampleRateHz, signal);
  const voices: Voice[] = [];
  if (survey.kind === 'parties') {
    for (const channel of [0, 1] as const) voices.push({ channel, words: await hear(survey.channels[channel]) });
  } else {
    voices.push({ channel: survey.channel, words: await hear(survey.samples) });
  }
  return {
    durationSeconds,
    language: null,
    separation: survey.kind === 'parties' ? 'channels' : 'none',
    voices: voices.filter(({ words }) => words.length > 0),
  };
}
