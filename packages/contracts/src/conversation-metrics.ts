import { z } from 'zod';

const secondsSchema = z.number().nonnegative();
const countSchema = z.number().int().nonnegative();

/** One side of a conversation. */
export const sideMetricsSchema = z.object({
  /** Seconds in which the side speaks: its words with the breaths between them. */
  talk_seconds: secondsSchema,
  /** Share of the speaking time of both sides, 0 to 1; null where neither speaks. Those of the two sides add up to 1. */
  talk_share: z.number().min(0).max(1).nullable(),
  words: countSchema,
  /** Words over `talk_seconds`; null where the side does not speak. */
  words_per_minute: z.number().nonnegative().nullable(),
  /**
   * The longest time the side holds the floor: from a first word to a last one with no dead air and nothing but backchannels
   * ("mm-hmm", "okay") of anybody else in between.
   */
  longest_monologue_seconds: secondsSchema,
  /**
   * How often the side begins to speak while the other is speaking, and the other stops 0.5 to 2 s later while the side goes
   * on. Backchannels interrupt nobody.
   */
  interruptions: countSchema,
});
export type SideMetrics = z.infer<typeof sideMetricsSchema>;

/**
 * How a conversation went, from the times of its words alone. Seconds from the start of the recording. Words of an `unknown`
 * speaker count as somebody speaking and belong to neither side. What takes two sides is null where people speak and it
 * is not known of any word whose it is.
 */
export const conversationMetricsSchema = z.object({
  agent: sideMetricsSchema.nullable(),
  customer: sideMetricsSchema.nullable(),
  /**
   * Silences of everybody, each of 3 s or more, added up. The one before the first word and the one after the last count
   * too: somebody is waiting on the line.
   */
  dead_air_seconds: secondsSchema,
  longest_dead_air_seconds: secondsSchema,
  /** Times at which both sides speak at once for 0.2 s or more. */
  overlaps: countSchema.nullable(),
  overlap_seconds: secondsSchema.nullable(),
  /** When the agent greets, within the own first 20 words; null where no greeting was found. */
  first_greeting_seconds: secondsSchema.nullable(),
});
export type ConversationMetrics = z.infer<typeof conversationMetricsSchema>;
