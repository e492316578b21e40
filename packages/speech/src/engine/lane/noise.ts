import { recognizerSampleRateHz } from '../../audio/resample.ts';

/** A second of faint noise, the same each time: something to recognise before there is a call. */
export function createNoise(): Float32Array {
  let state = 1;
  return Float32Array.from({ length: recognizerSampleRateHz }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647 - 0.5) * 0.1;
  });
}
