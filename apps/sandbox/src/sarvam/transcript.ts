import { randomUUID } from 'node:crypto';
import type { SpokenTurn } from '../stt/spoken-calls.ts';
import type { JobParameters } from './parameters.ts';

type Wanted = Pick<JobParameters, 'language_code' | 'with_timestamps'> &
  Partial<Pick<JobParameters, 'with_diarization'>>;

/** What Sarvam makes of a recording in which this was said: its "words" are phrases, its channels one mix. */
export function buildTranscript(turns: readonly SpokenTurn[], wanted: Wanted): object {
  const texts = turns.map(({ text }) => text);
  const starts = turns.map(({ start }) => start);
  const ends = turns.map(({ end }) => end);
  const timestamps = { words: texts, start_time_seconds: starts, end_time_seconds: ends };
  return {
    request_id: randomUUID(),
    transcript: texts.join(' '),
    timestamps: wanted.with_timestamps ? timestamps : null,
    language_code: wanted.language_code === 'unknown' ? 'en-IN' : wanted.language_code,
    language_probability: wanted.language_code === 'unknown' ? 0.98 : null,
    diarized_transcript: wanted.with_diarization === true ? { entries: turns.map(toEntry) } : null,
  };
}

function toEntry({ text, start, end, speaker }: SpokenTurn): object {
  const speaker_id = `SPEAKER_0${speaker}`;
  return { transcript: text, start_time_seconds: start, end_time_seconds: end, speaker_id };
}
