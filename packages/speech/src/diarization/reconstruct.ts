import type { HeardVoices } from './hear-voices.ts';
import type { Pace } from './pace.ts';
import { sumActivations } from './speaker-activation.ts';
import { countSpeakers } from './speaker-count.ts';
import { buildTurns, type SpeakerTurn } from './turns.ts';

export interface Diarization {
  readonly speakerCount: number;
  /** By start; people may speak at the same time. */
  readonly turns: readonly SpeakerTurn[];
  /** By start; one person at a time, whom most windows hear. Words are assigned to these. */
  readonly exclusiveTurns: readonly SpeakerTurn[];
}

export interface ReconstructOptions {
  readonly hopSamples: number;
  readonly mostAtOnce: number;
  readonly endSeconds: number;
}

/** The turns of a call from its windows and the speaker of each of their voices. */
export async function reconstruct(
  { activities, voices }: HeardVoices,
  speakers: Int32Array,
  { hopSamples, mostAtOnce, endSeconds }: ReconstructOptions,
  pace: Pace,
): Promise<Diarization> {
  const speakerCount = new Set(speakers).size;
  const assigned = voices.map(({ window, local }, i) => ({ window, local, speaker: speakers[i] }));
  const activations = await sumActivations(activities, assigned, { speakerCount, hopSamples }, pace);
  const counts = await countSpeakers(activities, hopSamples, pace);
  const turnsOf = async (most: number): Promise<SpeakerTurn[]> =>
    buildTurns(activations, counts, { speakerCount, mostAtOnce: most, endSeconds }, pace);
  return numberSpeakers(await turnsOf(mostAtOnce), await turnsOf(1));
}

/** Speakers are numbered as they are first heard; one who is never heard is none. */
function numberSpeakers(turns: readonly SpeakerTurn[], exclusiveTurns: readonly SpeakerTurn[]): Diarization {
  const order = [...new Set(turns.map(({ speaker }) => speaker))];
  const renumber = (turn: SpeakerTurn): SpeakerTurn => ({ ...turn, speaker: order.indexOf(turn.speaker) });
  return {
    speakerCount: order.length,
    turns: turns.map(renumber),
    exclusiveTurns: exclusiveTurns.map(renumber),
  };
}
