// What a call of two hours costs the thread that diarizes it while the models work elsewhere: features, clustering, turns.
// The models are stand-ins that answer at once: two people in turns of 4 s, vectors of 256 with noise of half their size.
//
//   node bench/diarization-long.ts

import { Diarizer, type DiarizerParts } from '../src/diarization/diarizer.ts';
import { framesPerWindow, localSpeakers, sampleRateHz, windowStartFrame } from '../src/diarization/frames.ts';
import { watchEventLoop } from './_watch-event-loop.ts';

const width = 256;
const turnFrames = 237;

/** Each window, a second after the one before, hears the first person in its first voice and the second in its second. */
function createStandIns(): DiarizerParts {
  const people = [7, 8].map((seed) => Float32Array.from({ length: width }, createNoise(seed)));
  const noise = createNoise(1);
  let window = 0;
  return {
    segmentation: {
      segment: async (windows) => windows.map(() => describeWindow(windowStartFrame(window++, sampleRateHz))),
    },
    embedding: {
      minCleanFrames: 2,
      embed: async (windows) =>
        windows.map(({ masks }) => masks.map((_, voice) => people[voice].map((value) => value + noise() / 2))),
    },
  };
}

function describeWindow(start: number): Uint8Array {
  return Uint8Array.from({ length: framesPerWindow * localSpeakers }, (_, i) => {
    const frame = start + Math.floor(i / localSpeakers);
    return i % localSpeakers === Math.floor(frame / turnFrames) % 2 ? 1 : 0;
  });
}

/** Values from -1 to 1. */
function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  };
}

async function measure(minutes: number): Promise<void> {
  const hum = Float32Array.from({ length: sampleRateHz }, createNoise(3));
  const audio = {
    length: minutes * 60 * sampleRateHz,
    slice: (start: number, end: number) => {
      const samples = new Float32Array(end - start);
      for (let at = 0; at < samples.length; at += hum.length) samples.set(hum.subarray(0, samples.length - at), at);
      return samples;
    },
  };
  const diarizer = Diarizer.create(createStandIns());
  const watch = watchEventLoop();
  const used = process.cpuUsage();
  const { speakerCount, turns } = await diarizer.diarize(audio);
  const { user, system } = process.cpuUsage(used);
  const { cpuMaxMs } = watch.stop();
  const megabytes = process.memoryUsage.rss() / 2 ** 20;
  console.log(
    `${String(minutes).padStart(4)} min: ${((user + system) / 1e6).toFixed(1)} s of processor, event loop held ` +
      `${cpuMaxMs.toFixed(0)} ms at most, ${megabytes.toFixed(0)} MB resident, ${speakerCount} speakers, ${turns.length} turns`,
  );
}

for (const minutes of [1, 10, 120]) await measure(minutes);
