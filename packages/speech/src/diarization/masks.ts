import { framesPerWindow, localSpeakers } from './frames.ts';

/** One voice of a window, as far as segmentation tells it: which of the three it is and the frames that describe it best. */
export interface LocalVoice {
  readonly speaker: number;
  /** Frames that it has to itself. */
  readonly cleanFrames: number;
  /** [589], 0 or 1. */
  readonly mask: Uint8Array;
}

/**
 * The voices of a window that speak at all. A voice is described by the frames that it has to itself, if there are more
 * than `minCleanFrames` of them, otherwise by all of its frames.
 */
export function listLocalVoices(activity: Uint8Array, minCleanFrames: number): LocalVoice[] {
  const voices: LocalVoice[] = [];
  for (let speaker = 0; speaker < localSpeakers; speaker++) {
    const all = new Uint8Array(framesPerWindow);
    const clean = new Uint8Array(framesPerWindow);
    let frames = 0;
    let cleanFrames = 0;
    for (let frame = 0; frame < framesPerWindow; frame++) {
      if (activity[frame * localSpeakers + speaker] === 0) continue;
      all[frame] = 1;
      frames++;
      if (countActive(activity, frame) > 1) continue;
      clean[frame] = 1;
      cleanFrames++;
    }
    if (frames > 0) voices.push({ speaker, cleanFrames, mask: cleanFrames > minCleanFrames ? clean : all });
  }
  return voices;
}

/** Voices that speak in a frame of a window. */
export function countActive(activity: Uint8Array, frame: number): number {
  let count = 0;
  for (let speaker = 0; speaker < localSpeakers; speaker++) count += activity[frame * localSpeakers + speaker];
  return count;
}

/** Writes the mask at another frame rate into `target`: each frame takes the value of the one at or before its time. */
export function resampleMask(mask: Uint8Array, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] = mask[Math.floor((i * mask.length) / target.length)];
}
