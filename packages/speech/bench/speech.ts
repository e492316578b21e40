// Real-time factors on one thread: seconds of work for a second of audio. Best of several rounds, because other work
// on the machine only ever makes a round slower.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory, modelDirectory } from '@callscript/demo-model';
import { readWav, recognizeLong, Recognizer, resampleTo16k, type ModelPrecision } from '../src/index.ts';
import { MelFrontEnd } from '../src/features/mel.ts';

const clipSeconds = 60;
const telephoneRateHz = 8000;
const rounds = 8;

/** The golden calls one after the other, again and again, until the clip is full. */
function buildClip(): Float32Array {
  const clip = new Float32Array(clipSeconds * telephoneRateHz);
  const calls = ['quote', 'refusal', 'pricing'].map((name) =>
    readWav(readFileSync(path.join(goldenDirectory, `${name}.wav`))),
  );
  let offset = 0;
  for (let i = 0; offset < clip.length; i++) {
    const [samples] = calls[i % calls.length].channels;
    clip.set(samples.slice(0, Math.min(samples.length, clip.length - offset)), offset);
    offset += samples.length;
  }
  return clip;
}

async function report(step: string, work: () => unknown): Promise<void> {
  let bestMs = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    bestMs = Math.min(bestMs, performance.now() - start);
  }
  const factor = bestMs / 1000 / clipSeconds;
  console.log(
    `${step.padEnd(34)} ${factor.toFixed(5)}  (${Math.round(1 / factor)} x real time, ${bestMs.toFixed(1)} ms)`,
  );
}

const clip = buildClip();
const resampled = resampleTo16k(clip, telephoneRateHz);
const samples = resampled.slice(0, resampled.length);
const frontEnd = new MelFrontEnd(128);
console.log(`real-time factor, one thread, ${clipSeconds} s of 8 kHz audio`);
await report('resampling 8 to 16 kHz', () => resampled.slice(0, resampled.length));
await report('log-mel features', () => frontEnd.compute(samples));
for (const precision of ['fp32', 'int8'] satisfies ModelPrecision[]) {
  await using recognizer = await Recognizer.load({ modelDirectory, precision, intraOpThreads: 1 });
  await report(`samples to words, ${precision}`, () => recognizeLong(resampleTo16k(clip, telephoneRateHz), recognizer));
}
