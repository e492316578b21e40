import { countFrames, framesPerWindow, localSpeakers, windowStartFrame } from './frames.ts';

/** A local voice and the speaker of the call that it belongs to. */
export interface AssignedVoice {
  readonly window: number;
  /** Which of the window's three it is. */
  readonly local: number;
  readonly speaker: number;
}

/** For each frame and speaker of the call the windows that hear the speaker there: [frames x speakers], row-major. */
export function sumActivations(
  activities: readonly Uint8Array[],
  voices: readonly AssignedVoice[],
  speakerCount: number,
  hopSamples: number,
): Uint16Array {
  const activations = new Uint16Array(countFrames(activities.length, hopSamples) * speakerCount);
  for (const voicesOfWindow of groupByWindow(voices)) {
    const { window } = voicesOfWindow[0];
    const start = windowStartFrame(window, hopSamples);
    for (let speaker = 0; speaker < speakerCount; speaker++) {
      const locals = voicesOfWindow.filter((voice) => voice.speaker === speaker).map(({ local }) => local);
      if (locals.length === 0) continue;
      for (let frame = 0; frame < framesPerWindow; frame++) {
        // Two voices of a window that belong to one speaker are one.
        const isActive = locals.some((local) => activities[window][frame * localSpeakers + local] === 1);
        if (isActive) activations[(start + frame) * speakerCount + speaker]++;
      }
    }
  }
  return activations;
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
