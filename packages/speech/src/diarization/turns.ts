import { frameSeconds } from './frames.ts';
import type { Pace } from './pace.ts';

/** A few milliseconds of work. */
const framesAtOnce = 16_384;

export interface SpeakerTurn {
  /** From 0, in the order in which they are first heard. */
  readonly speaker: number;
  /** Seconds from the start of the audio. */
  readonly start: number;
  readonly end: number;
}

export interface TurnOptions {
  readonly speakerCount: number;
  /** How many may speak at the same time. */
  readonly mostAtOnce: number;
  /** Where the audio ends. */
  readonly endSeconds: number;
}

/**
 * Turns by start. In each frame as many speak as `counts` says, those with the greatest activations [frames x speakers],
 * the lowest number among equals. A turn lasts from the middle of its first frame to the middle of the first without the
 * speaker.
 *
 * Where a count exceeds the speakers of the call, the reference makes up one that has no voice; here all of them speak.
 */
export async function buildTurns(
  activations: Uint16Array,
  counts: Uint8Array,
  { speakerCount, mostAtOnce, endSeconds }: TurnOptions,
  pace: Pace,
): Promise<SpeakerTurn[]> {
  const turns: SpeakerTurn[] = [];
  const starts = new Int32Array(speakerCount).fill(-1);
  const speaks = new Uint8Array(speakerCount);
  const close = (speaker: number, frame: number): void => {
    const start = frameSeconds(starts[speaker]);
    const end = Math.min(frameSeconds(frame), endSeconds);
    if (start < end) turns.push({ speaker, start, end });
    starts[speaker] = -1;
  };
  for (let frame = 0; frame < counts.length; frame++) {
    if (frame % framesAtOnce === 0) await pace.breathe();
    const row = activations.subarray(frame * speakerCount, (frame + 1) * speakerCount);
    chooseSpeakers(row, Math.min(counts[frame], mostAtOnce, speakerCount), speaks);
    for (let speaker = 0; speaker < speakerCount; speaker++) {
      const isOpen = starts[speaker] !== -1;
      if (speaks[speaker] === 1 && !isOpen) starts[speaker] = frame;
      if (speaks[speaker] === 0 && isOpen) close(speaker, frame);
    }
  }
  for (let speaker = 0; speaker < speakerCount; speaker++) {
    if (starts[speaker] !== -1) close(speaker, counts.length - 1);
  }
  return turns.sort((a, b) => a.start - b.start || a.speaker - b.speaker);
}

/** Writes 1 for each of the `count` speakers with the greatest activations and 0 for the others. */
function chooseSpeakers(activations: Uint16Array, count: number, speaks: Uint8Array): void {
  speaks.fill(0);
  for (let chosen = 0; chosen < count; chosen++) {
    let best = -1;
    for (let speaker = 0; speaker < speaks.length; speaker++) {
      if (speaks[speaker] === 0 && (best === -1 || activations[speaker] > activations[best])) best = speaker;
    }
    speaks[best] = 1;
  }
}
