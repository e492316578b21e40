import { z } from 'zod';

const secondsSchema = z.number().nonnegative();
const countSchema = z.number().int().nonnegative();

/** One side of a conversation. */
export const sideMetricsSchema = z.object({
  /** Seconds in which the side speaks. */
  talk_seconds: secondsSchema,
  /** Share of all speaking time, 0 to 1; null where nobody speaks. */
  talk_share: z.number().min(0).max(1).nullable(),
  words: countSchema,
  /** Null where the side does not speak. */
  words_per_minute: z.number().nonnegative().nullable(),
  /** The longest time the side holds the floor. */
  longest_monologue_seconds: secondsSchema,
  /** How often the side begins to speak while the other holds the floor, and takes it. */
  interruptions: countSchema,
});
export type SideMetrics = z.infer<typeof sideMetricsSchema>;

/** How a conversation went, from the times of its words alone. Seconds from the start of the recording. */
export const conversationMetricsSchema = z.object({
  agent: sideMetricsSchema,
  customer: sideMetricsSchema,
  /** Seconds in which nobody speaks for so long that it counts as dead air. */
  dead_air_seconds: secondsSchema,
  longest_dead_air_seconds: secondsSchema,
  /** Times at which both speak at once. */
  overlaps: countSchema,
  overlap_seconds: secondsSchema,
  /** When the agent first greets; null where no greeting was found. */
  first_greeting_seconds: secondsSchema.nullable(),
});
export type ConversationMetrics = z.infer<typeof conversationMetricsSchema>;
