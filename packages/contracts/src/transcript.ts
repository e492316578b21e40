import { z } from 'zod';

export const speakers = ['agent', 'customer', 'unknown'] as const;
export const speakerSchema = z.enum(speakers);
export type Speaker = z.infer<typeof speakerSchema>;

/** Seconds from the start of the recording. */
const secondsSchema = z.number().nonnegative();

export const wordSchema = z.object({
  word: z.string(),
  start: secondsSchema,
  end: secondsSchema,
  /** 0 to 1; absent where a provider gives none. */
  confidence: z.number().min(0).max(1).optional(),
});
export type Word = z.infer<typeof wordSchema>;

/** What one speaker said without a long pause. */
export const segmentSchema = z.object({
  speaker: speakerSchema,
  /** Which voice of the recognised call speaks, so that a person can say who it is; absent in transcripts older than it. */
  voice: z.number().int().nonnegative().optional(),
  start: secondsSchema,
  end: secondsSchema,
  text: z.string(),
  words: z.array(wordSchema),
});
export type Segment = z.infer<typeof segmentSchema>;

/** A whole call in words, segments by time. An empty call has no segments and an empty text. */
export const transcriptSchema = z.object({
  text: z.string(),
  segments: z.array(segmentSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;
