import { countFrames, framesPerWindow, localSpeakers, windowStartFrame } from './frames.ts';
import type { Pace } from './pace.ts';

/** A local voice and the speaker of the call that it belongs to. */
export interface AssignedVoice {
  readonly window: number;
  /** Which of the window's three it is. */
  readonly local: number;
  readonly speaker: number;
}

/** For each frame and speaker of the call the windows that hear the speaker there: [frames x speakers], row-major. */
export async function sumActivations(
  activities: readonly Uint8Array[],
  voices: readonly AssignedVoice[],
  { speakerCount, hopSamples }: { speakerCount: number; hopSamples: number },
  pace: Pace,
): Promise<Uint16Array> {
  const activations = new Uint16Array(countFrames(activities.length, hopSamples) * speakerCount);
  for (const voicesOfWindow of groupByWindow(voices)) {
    const { window } = voicesOfWindow[0];
    const start = windowStartFrame(window, hopSamples) * speakerCount;
    addWindow(activations.subarray(start), activities[window], voicesOfWindow, speakerCount);
    await pace.breathe();
  }
  return activations;
}

function addWindow(
  activations: Uint16Array,
  activity: Uint8Array,
  voices: readonly AssignedVoice[],
  speakerCount: number,
): void {
  voices.forEach(({ local, speaker }, i) => {
    // Two voices of a window that belong to one speaker are one.
    const others = voices.slice(0, i).filter((voice) => voice.speaker === speaker);
    for (let frame = 0; frame < framesPerWindow; frame++) {
      if (activity[frame * localSpeakers + local] === 0) continue;
      if (others.some((other) => activity[frame * localSpeakers + other.local] === 1)) continue;
      activations[frame * speakerCount + speaker]++;
    }
  });
}

/** Voices come in order of their windows. */
function groupByWindow(voices: readonly AssignedVoice[]): AssignedVoice[][] {
  const groups: AssignedVoice[][] = [];
  for (const voice of voices) {
    const last = groups.at(-1);
    if (last?.[0].window === voice.window) last.push(voice);
    else groups.push([voice]);
  }
  return groups;
}
