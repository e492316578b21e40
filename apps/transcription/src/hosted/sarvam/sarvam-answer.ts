import type { RecognizedCall, Voice } from '@callscript/contracts';
import { z } from 'zod';
import { orderWords, secondsSchema, spreadPhrase, type HeardWord } from '../words.ts';
import { fromSarvamLanguage } from './sarvam-language.ts';

/** What Sarvam calls words are phrases. */
const timestampsSchema = z
  .object({
    words: z.array(z.string()),
    start_time_seconds: z.array(secondsSchema),
    end_time_seconds: z.array(secondsSchema),
  })
  .refine(
    ({ words, start_time_seconds, end_time_seconds }) =>
      words.length === start_time_seconds.length && words.length === end_time_seconds.length,
    'must have as many times as words',
  );

const entrySchema = z.object({
  transcript: z.string(),
  start_time_seconds: secondsSchema,
  end_time_seconds: secondsSchema,
  speaker_id: z.union([z.string(), z.number()]).transform(String),
});

/** An answer of `/speech-to-text`, and the output file of a batch job, which adds who speaks. */
export const sarvamTranscriptSchema = z.object({
  request_id: z.string().nullish(),
  transcript: z.string(),
  language_code: z.string().nullish(),
  timestamps: timestampsSchema.nullish(),
  diarized_transcript: z.object({ entries: z.array(entrySchema) }).nullish(),
});
export type SarvamTranscript = z.infer<typeof sarvamTranscriptSchema>;

/**
 * The voices of a call. Sarvam mixes the channels, so speakers are told apart by voice or not at all; its times are those
 * of phrases, within which the words share theirs out.
 */
export function readSarvamTranscript(answer: SarvamTranscript, durationSeconds: number): RecognizedCall {
  const language = fromSarvamLanguage(answer.language_code);
  const entries = answer.diarized_transcript?.entries ?? [];
  const bySpeaker = Map.groupBy(entries, ({ speaker_id }) => speaker_id);
  const spoken = [...bySpeaker.values()].map((own) => own.flatMap(spreadEntry));
  const isDiarized = entries.length > 0;
  const voices = (isDiarized ? spoken : [spreadUndivided(answer, durationSeconds)]).map(toVoice);
  return {
    durationSeconds,
    language,
    separation: isDiarized ? 'diarization' : 'none',
    voices: voices.filter(({ words }) => words.length > 0),
  };
}

function spreadEntry({ transcript, start_time_seconds, end_time_seconds }: z.infer<typeof entrySchema>): HeardWord[] {
  return spreadPhrase(transcript, start_time_seconds, end_time_seconds);
}

function spreadUndivided({ transcript, timestamps }: SarvamTranscript, durationSeconds: number): HeardWord[] {
  if (timestamps === null || timestamps === undefined || timestamps.words.length === 0) {
    return spreadPhrase(transcript, 0, durationSeconds);
  }
  const { words, start_time_seconds: starts, end_time_seconds: ends } = timestamps;
  return words.flatMap((phrase, index) => spreadPhrase(phrase, starts[index] ?? 0, ends[index] ?? 0));
}

function toVoice(heard: readonly HeardWord[]): Voice {
  return { channel: null, words: orderWords(heard) };
}
