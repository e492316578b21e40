import type { RecognizedCall, Voice } from '@callscript/contracts';
import { resampleTo16k } from './audio/resample.ts';
import type { SampleSource } from './audio/samples.ts';
import { surveyChannels } from './audio/survey-channels.ts';
import { assignWords } from './diarization/assign-words.ts';
import type { Diarizer } from './diarization/diarizer.ts';
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
  /** Without it, a mix is one voice. */
  readonly diarizer?: Pick<Diarizer, 'diarize'> | undefined;
}

export interface RecognizeRecordingOptions {
  /** How many people speak in a mix, where somebody knows. */
  readonly speakers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The words of a recording by voice. With one party a channel, the channel tells the voices apart; in a mix, also when it
 * is on both channels or one channel is silent, diarization does.
 */
export async function recognizeRecording(
  { channels, sampleRateHz, durationSeconds }: RecordingSamples,
  { recognizer, diarizer }: RecognizeDeps,
  { speakers, signal }: RecognizeRecordingOptions = {},
): Promise<RecognizedCall> {
  const survey = await surveyChannels(channels, sampleRateHz, signal);
  const found: Separated[] = [];
  if (survey.kind === 'parties') {
    for (const channel of [0, 1] as const) {
      const audio = resampleTo16k(survey.channels[channel], sampleRateHz);
      found.push({ channel, words: await recognizeLong(audio, recognizer, signal) });
    }
    return { durationSeconds, language: null, separation: 'channels', voices: withWords(found) };
  }
  const audio = resampleTo16k(survey.samples, sampleRateHz);
  const words = await recognizeLong(audio, recognizer, signal);
  if (diarizer === undefined || words.length === 0) {
    // Nobody checks whether the loud channel is one party or a mix, so the recording is believed.
    const { channel } = survey;
    const separation = channel === null ? 'none' : 'channels';
    return { durationSeconds, language: null, separation, voices: withWords([{ channel, words }]) };
  }
  const { exclusiveTurns } = await diarizer.diarize(audio, { speakers, signal });
  const voices = withWords(assignWords(words, exclusiveTurns).map((words) => ({ channel: null, words })));
  // A party alone on its channel: the other channel is there and silent.
  if (survey.channel !== null && voices.length === 1) {
    return { durationSeconds, language: null, separation: 'channels', voices: [{ channel: survey.channel, words }] };
  }
  return { durationSeconds, language: null, separation: 'diarization', voices };
}

type Separated = { channel: Voice['channel']; words: Word[] };

function withWords(voices: readonly Separated[]): Separated[] {
  return voices.filter(({ words }) => words.length > 0);
}
