import { framesPerWindow, localSpeakers } from './frames.ts';

/** The speakers of each class, as bits: none, one of three, two of three. */
const classSpeakers = [0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110];

export const powersetClasses = classSpeakers.length;

/** Scores of one window [589 x 7] to who speaks in each frame [589 x 3], 0 or 1; the lowest class wins a tie. */
export function decodePowerset(scores: Float32Array): Uint8Array {
  const activity = new Uint8Array(framesPerWindow * localSpeakers);
  for (let frame = 0; frame < framesPerWindow; frame++) {
    const row = frame * powersetClasses;
    let best = 0;
    for (let k = 1; k < powersetClasses; k++) if (scores[row + k] > scores[row + best]) best = k;
    for (let speaker = 0; speaker < localSpeakers; speaker++) {
      activity[frame * localSpeakers + speaker] = (classSpeakers[best] >> speaker) & 1;
    }
  }
  return activity;
}
