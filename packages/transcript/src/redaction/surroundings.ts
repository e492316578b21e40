import type { Conversation } from './conversation.ts';
import type { NearCue } from './find-cues.ts';

/** The cues around a number, the nearest first. */
export interface Surroundings {
  readonly before: readonly NearCue[];
  /** In the same turn. */
  readonly after: readonly NearCue[];
  /** Those after it that say what it is: "… is my card number". */
  readonly named: readonly NearCue[];
}

const linkingWords = new Set("is that that's this it's its was".split(' '));
/** Words between a number and what it is said to be. */
const maxWordsToName = 4;

/** @param from the first place of the number, `to` its last */
export function surroundingsOf(conversation: Conversation, from: number, to: number): Surroundings {
  const { stream, cues, turnEnds } = conversation;
  const after = cues.after(to, turnEnds[to] ?? to);
  const isNamed = (turnEnds[to] ?? to) > to && linkingWords.has(stream[to + 1]?.text ?? '');
  return {
    before: cues.before(from),
    after,
    named: isNamed ? after.filter(({ cue, distance }) => cue !== 'count' && distance <= maxWordsToName) : [],
  };
}
