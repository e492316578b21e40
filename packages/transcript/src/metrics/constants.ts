/** What the metrics mean by a breath, a silence, an overlap and an interruption. The contract's comments name the figures. */

/** Words of one side this close are one stretch of speech: the breath between them counts as talking. */
export const breathSeconds = 0.5;
/** A silence of everybody for at least this long is dead air, and ends whoever held the floor. */
export const deadAirSeconds = 3;
/** Both sides at once for less than this is the inaccuracy of word times. */
export const overlapSecondsMin = 0.2;
/** To speak over the last moment of the other side's sentence is how people change turns. */
export const interruptionSecondsMin = 0.5;
/** Who goes on for longer than this was not interrupted. */
export const yieldSecondsMax = 2;
/** A greeting is looked for among so many of the agent's first words. */
export const greetingWordsMax = 20;
/** More words than this answer something. */
export const backchannelWordsMax = 3;
