// How fast a recording becomes features: 10 minutes of a telephone call, 8 kHz mu-law, one party a channel, and the same as
// one mix. Counted in processor time of this process and of the decoder's, which is what one core needs; the best of several
// rounds, because caches and clocks that other work disturbs only ever make a round slower.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { decodeRecording, resampleTo16k, type SampleSource } from '../src/index.ts';
import { MelFrontEnd } from '../src/features/mel.ts';
import { buildWav } from '../tests/_wav-bytes.ts';

const seconds = 600;
const rateHz = 8000;
/** As the recogniser works: in chunks of at most 30 s. */
const chunkSamples = 30 * 16_000;
const melCount = 128;
const rounds = 5;

/** Of this process and of its ended children, from /proc/self/stat in ticks of 10 ms. */
function readProcessorSeconds(): number {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const childTicks = Number(fields[13]) + Number(fields[14]);
  return (user + system) / 1e6 + childTicks / 100;
}

async function report(step: string, work: () => unknown): Promise<void> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = readProcessorSeconds();
    await work();
    best = Math.min(best, readProcessorSeconds() - start);
  }
  console.log(`${step.padEnd(40)} ${best.toFixed(3).padStart(7)} s  ${Math.round(seconds / best)} x real time`);
}

function buildMulawCall(channels: number): Uint8Array {
  const golden = readFileSync(path.join(goldenDirectory, 'quote.wav')).subarray(44);
  const speech = new Int16Array(golden.buffer.slice(golden.byteOffset, golden.byteOffset + golden.length));
  const data = new Uint8Array(seconds * rateHz * channels);
  // The codes matter little to speed; loud and quiet parts come as in speech.
  for (let i = 0; i < data.length; i++)
    data[i] = 0xff - (Math.abs(speech[Math.floor(i / channels) % speech.length]) >> 8);
  return buildWav({ formatTag: 7, bitsPerSample: 8, channels, data });
}

function* chunksOf(samples: SampleSource): Generator<Float32Array> {
  for (let start = 0; start < samples.length; start += chunkSamples) {
    yield samples.slice(start, Math.min(start + chunkSamples, samples.length));
  }
}

const frontEnd = new MelFrontEnd(melCount);
const folder = await mkdtemp(path.join(tmpdir(), 'callscript-bench-'));
try {
  for (const [channels, name] of [
    [1, 'one mix'],
    [2, 'two channels'],
  ] as const) {
    const file = path.join(folder, 'call.wav');
    await writeFile(file, buildMulawCall(channels));
    console.log(`${name}, ${seconds} s of 8 kHz mu-law`);
    await report('decoding', async () => {
      await using _ = await decodeRecording(file);
    });
    await using decoded = await decodeRecording(file);
    await report('reading and resampling to 16 kHz', () => {
      for (const channel of decoded.channels) for (const _ of chunksOf(resampleTo16k(channel, rateHz)));
    });
    const [first] = decoded.channels.map((channel) => [...chunksOf(resampleTo16k(channel, rateHz))]);
    await report(`log-mel features (${melCount} mels)`, () => {
      for (let channel = 0; channel < channels; channel++) for (const chunk of first) frontEnd.compute(chunk);
    });
    await report('all of it', async () => {
      await using recording = await decodeRecording(file);
      for (const channel of recording.channels) {
        for (const chunk of chunksOf(resampleTo16k(channel, rateHz))) frontEnd.compute(chunk);
      }
    });
  }
} finally {
  await rm(folder, { recursive: true });
}
