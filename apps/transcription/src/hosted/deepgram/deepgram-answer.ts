import type { RecognizedCall, Voice, Word } from '@callscript/contracts';
import { z } from 'zod';
import { orderWords, secondsSchema, type HeardWord } from '../words.ts';

const wordSchema = z.object({
  word: z.string(),
  start: secondsSchema,
  end: secondsSchema,
  confidence: z.number().optional(),
  punctuated_word: z.string().optional(),
  speaker: z.number().int().nonnegative().optional(),
});

/** Unknown fields are passed over: Deepgram adds some every month. */
export const deepgramAnswerSchema = z.object({
  metadata: z.object({ request_id: z.string(), duration: secondsSchema, channels: z.number().int().positive() }),
  results: z.object({
    channels: z.array(
      z.object({
        detected_language: z.string().optional(),
        alternatives: z.array(z.object({ words: z.array(wordSchema).default([]) })),
      }),
    ),
    utterances: z
      .array(z.object({ channel: z.number().int().nonnegative().default(0), words: z.array(wordSchema).default([]) }))
      .optional(),
  }),
});
export type DeepgramAnswer = z.infer<typeof deepgramAnswerSchema>;
type DeepgramWord = z.infer<typeof wordSchema>;

/** The voices of a call: by channel where it has two, else by the speakers that Deepgram told apart. */
export function readDeepgramAnswer({ metadata, results }: DeepgramAnswer): RecognizedCall {
  const channels = results.channels.map((_, index) => readChannel(results, index));
  const spoken = results.channels.find((_, index) => channels[index]?.length);
  const common = { durationSeconds: Math.max(0, metadata.duration), language: spoken?.detected_language ?? null };
  const [first = [], second] = channels.map((words) => orderWords(words.map(toHeard)));
  if (channels.length === 2 && second !== undefined && !isSameTalk(first, second)) {
    const voices = [toVoice(0, first), toVoice(1, second)].filter(({ words }) => words.length > 0);
    return { ...common, separation: 'channels', voices };
  }
  return { ...common, ...readMix(channels[0] ?? []) };
}

/** The words of a channel as people write them, from whichever of the two lists has them so. */
function readChannel(results: DeepgramAnswer['results'], index: number): DeepgramWord[] {
  const words = results.channels[index]?.alternatives[0]?.words ?? [];
  if (words.some(({ punctuated_word }) => punctuated_word !== undefined)) return words;
  const uttered = (results.utterances ?? []).filter(({ channel }) => channel === index).flatMap(({ words }) => words);
  return uttered.length === words.length ? uttered : words;
}

function toHeard({ word, punctuated_word, start, end, confidence }: DeepgramWord): HeardWord {
  return { word: punctuated_word ?? word, start, end, confidence };
}

function toVoice(channel: Voice['channel'], words: Word[]): Voice {
  return { channel, words };
}

function readMix(words: readonly DeepgramWord[]): Pick<RecognizedCall, 'separation' | 'voices'> {
  const bySpeaker = Map.groupBy(words, ({ speaker }) => speaker ?? 0);
  const speakers = [...bySpeaker].sort(([a], [b]) => a - b);
  const voices = speakers.map(([, spoken]) => toVoice(null, orderWords(spoken.map(toHeard))));
  const isDiarized = words.some(({ speaker }) => speaker !== undefined);
  return { separation: isDiarized ? 'diarization' : 'none', voices: voices.filter((voice) => voice.words.length > 0) };
}

/** Words as close as this are one sound in both channels. */
const sameMomentSeconds = 0.1;
const sameTalkShare = 0.9;

/** A mix that was written to both channels comes back as the same words at the same times, twice. */
function isSameTalk(first: readonly Word[], second: readonly Word[]): boolean {
  const longer = Math.max(first.length, second.length);
  if (longer === 0) return false;
  const same = first.filter((word, index) => {
    const other = second[index];
    return other?.word === word.word && Math.abs(other.start - word.start) < sameMomentSeconds;
  });
  return same.length / longer >= sameTalkShare;
}
