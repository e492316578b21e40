import type { Segment } from '@callscript/contracts';
import { findAmounts } from './amounts.ts';
import type { Cue } from './cue-phrases.ts';
import { findCues, type CueIndex } from './find-cues.ts';
import { readSpokenDigits, type SpokenDigits } from './spoken-digits.ts';
import { isSameSegment, toStream, type SpokenStream } from './spoken-stream.ts';

/** A conversation as it is searched. */
export interface Conversation {
  readonly stream: SpokenStream;
  /** The last place of the turn that each word is in. */
  readonly turnEnds: readonly number[];
  readonly cues: CueIndex;
  /** The cue that each word is part of. */
  readonly cueAt: readonly (Cue | undefined)[];
  /** Without those of amounts and years. */
  readonly digits: SpokenDigits;
  /** The places of amounts and years, rising. */
  readonly amounts: readonly number[];
}

export function toConversation(segments: readonly Segment[]): Conversation {
  const stream = toStream(segments);
  const cues = findCues(stream);
  const cueAt = stream.map((): Cue | undefined => undefined);
  for (const { cue, from, to } of cues.all) cueAt.fill(cue, from, to + 1);
  const digits = readSpokenDigits(stream, (at) => cueAt[at] !== undefined);
  const amounts = findAmounts(stream, digits);
  for (const at of amounts) digits[at] = null;
  return { stream, turnEnds: findTurnEnds(stream), cues, cueAt, digits, amounts };
}

function findTurnEnds(stream: SpokenStream): number[] {
  const ends = stream.map((_, at) => at);
  for (let at = ends.length - 2; at >= 0; at--) if (isSameSegment(stream, at, at + 1)) ends[at] = ends[at + 1] ?? at;
  return ends;
}
