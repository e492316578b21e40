import { z } from 'zod';
import { wordSchema } from './transcript.ts';

/** Who turns recordings into words. `parakeet` is the engine; the others are hosted. */
export const sttProviders = ['parakeet', 'sarvam', 'deepgram'] as const;
export const sttProviderSchema = z.enum(sttProviders);
export type SttProvider = z.infer<typeof sttProviderSchema>;

/** What one party of a call said, before anybody knows who that is. Words by start. */
export const voiceSchema = z.object({
  /** The channel of the recording that the voice has to itself; null when it was told apart within a mix. */
  channel: z.union([z.literal(0), z.literal(1)]).nullable(),
  words: z.array(wordSchema),
});
export type Voice = z.infer<typeof voiceSchema>;

/** How the voices of a call were told apart; `none` leaves one voice for everybody. */
export const separations = ['channels', 'diarization', 'none'] as const;

/** What every provider makes of a recording. A silent one has no voices. */
export const recognizedCallSchema = z.object({
  /** Seconds of audio that were there. */
  durationSeconds: z.number().nonnegative(),
  /** BCP 47; null where the provider does not say. */
  language: z.string().nullable(),
  separation: z.enum(separations),
  voices: z.array(voiceSchema),
});
export type RecognizedCall = z.infer<typeof recognizedCallSchema>;
