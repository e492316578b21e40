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
