import type { SampleSource } from '../audio/samples.ts';
import { windowSamples } from './frames.ts';

/** Windows of 10 s: all full ones, and one more, padded with silence, where samples remain. */
export function countWindows(sampleCount: number, hopSamples: number): number {
  const rest = sampleCount - windowSamples;
  if (rest < 0) return sampleCount > 0 ? 1 : 0;
  return Math.ceil(rest / hopSamples) + 1;
}

/** The windows of 16 kHz audio in order. Each sample is asked of the source once, and each window has its own buffer. */
export function* readWindows(audio: SampleSource, hopSamples: number): Generator<Float32Array> {
  const current = new Float32Array(windowSamples);
  let read = 0;
  for (let window = 0; window < countWindows(audio.length, hopSamples); window++) {
    const start = window * hopSamples;
    if (window > 0) current.copyWithin(0, hopSamples);
    const end = Math.min(start + windowSamples, audio.length);
    current.set(audio.slice(read, end), read - start);
    current.fill(0, end - start);
    read = end;
    yield current.slice();
  }
}
