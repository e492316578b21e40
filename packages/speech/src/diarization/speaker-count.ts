import { countFrames, framesPerWindow, roundHalfToEven, windowStartFrame } from './frames.ts';
import { countActive } from './masks.ts';
import type { Pace } from './pace.ts';

/** How many people speak in each frame of the call: the rounded mean of what the windows over it say. */
export async function countSpeakers(
  activities: readonly Uint8Array[],
  hopSamples: number,
  pace: Pace,
): Promise<Uint8Array> {
  const frameCount = countFrames(activities.length, hopSamples);
  const sums = new Uint32Array(frameCount);
  const windows = new Uint32Array(frameCount);
  for (const [window, activity] of activities.entries()) {
    const start = windowStartFrame(window, hopSamples);
    for (let frame = 0; frame < framesPerWindow; frame++) {
      sums[start + frame] += countActive(activity, frame);
      windows[start + frame]++;
    }
    await pace.breathe();
  }
  return Uint8Array.from(sums, (sum, frame) => roundHalfToEven(sum / Math.max(1, windows[frame])));
}
