// Time in the segmentation model: windows of 10 s, in each 589 frames. A frame sees 991 samples (61.9 ms) and the next
// one begins 270 samples (16.875 ms) later; what it says holds for the middle of what it sees. Windows begin at a frame
// only nearly, so they are placed at the closest one, halves to even, as the reference does.

export const sampleRateHz = 16_000;
export const windowSamples = 160_000;
export const framesPerWindow = 589;
/** Voices the segmentation model tells apart within one window. */
export const localSpeakers = 3;

const frameStepSamples = 270;
const frameFieldSamples = 991;

/** The moment a frame of the call speaks of, in seconds. */
export function frameSeconds(frame: number): number {
  return (frame * frameStepSamples + frameFieldSamples / 2) / sampleRateHz;
}

/** The frame of the call at which a window begins. */
export function windowStartFrame(window: number, hopSamples: number): number {
  return roundHalfToEven((window * hopSamples) / frameStepSamples);
}

/** Frames of the call that the windows cover, and those few that the reference adds behind the last window. */
export function countFrames(windowCount: number, hopSamples: number): number {
  if (windowCount === 0) return 0;
  return roundHalfToEven((windowSamples + (windowCount - 1) * hopSamples) / frameStepSamples) + 1;
}

/** Halves go to the even neighbour, as in numpy's rint. */
export function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
