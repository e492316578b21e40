// Tells silence from speech by energy alone, on the encoder's frame grid. It decides where a call may be cut and what need
// not be recognised, so it is careful: what is perhaps speech is speech.
//
// 1. Below -60 dBFS is silence: under telephone speech, above the idle noise of mu-law and A-law lines.
// 2. On a noisier line the noise is what the quietest twentieth of the audio at hand has; up to 6 dB above that is
//    silence too, but never above -40 dBFS.

/** -60 dBFS. */
export const silenceMeanSquare = 1e-6;
const noiseQuantile = 0.05;
const noiseMargin = 4;
const noisySilenceMeanSquareMax = 1e-4;

/** Mean square of each run of `frameSamples` samples; the last run may be shorter. */
export function computeFrameEnergies(samples: Float32Array, frameSamples: number): Float64Array {
  const energies = new Float64Array(Math.ceil(samples.length / frameSamples));
  for (let frame = 0; frame < energies.length; frame++) {
    const start = frame * frameSamples;
    const end = Math.min(start + frameSamples, samples.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += samples[i] * samples[i];
    energies[frame] = sum / (end - start);
  }
  return energies;
}

/** The mean square under which a frame among these is silent. */
export function findSilenceLevel(energies: Float64Array): number {
  const noise = energies.toSorted()[Math.floor(energies.length * noiseQuantile)] ?? 0;
  return Math.max(silenceMeanSquare, Math.min(noise * noiseMargin, noisySilenceMeanSquareMax));
}

/** Whether nothing in the audio is loud enough to be speech. Features would raise such audio to full scale. */
export function isSilent(samples: Float32Array, frameSamples: number): boolean {
  return computeFrameEnergies(samples, frameSamples).every((energy) => energy < silenceMeanSquare);
}
