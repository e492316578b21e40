// This package against sherpa-onnx: the same weights, audio and threads, from 8 kHz samples to text (resampling, features,
// encoder, decoding), each in a process of its own. The two take turns, so that other work on the machine meets both;
// of several rounds the best counts, because it only ever makes a round slower.
//
//   node bench/recognition.ts [rounds [model folder, folder with its decoder.onnx and joiner.onnx]]
//
// "whole": each call as it is, each side in its own way; here long silences are left out. "pieces": both get the very
// same pieces of the calls.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { modelDirectory, sherpaDirectory } from '@callscript/demo-model';
import { countWordErrors } from '../src/scoring/word-error-rate.ts';
import { readSpokenAudio } from './_spoken-audio.ts';
import type { Round, Task } from './_contestant.ts';

const sides = ['callscript', 'sherpa'] as const;
type Side = (typeof sides)[number];

const [, , roundsWanted = '7', model = modelDirectory, sherpaModel = sherpaDirectory] = process.argv;
const rounds = Number(roundsWanted);
const audio = await readSpokenAudio();
const audioSeconds = audio.reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0);

console.log(
  `${audio.length} parties, ${audioSeconds.toFixed(0)} s, ${path.basename(path.resolve(model))} in fp32, best of ${rounds} rounds`,
);
console.log('threads  audio   side        seconds  CPU seconds  real-time factor  word errors');
for (const threads of [1, 2]) {
  const children = { callscript: await start('callscript', threads), sherpa: await start('sherpa', threads) };
  for (const task of ['whole', 'pieces'] as const) {
    const best = await compare(children, task);
    for (const side of sides) print(threads, task, side, best[side]);
    const ratio = (measure: 'seconds' | 'cpuSeconds'): string =>
      (best.sherpa[measure] / best.callscript[measure]).toFixed(2);
    console.log(`         speed against sherpa-onnx: ${ratio('seconds')} (${ratio('cpuSeconds')} by CPU seconds)`);
  }
  for (const side of sides) children[side].disconnect();
}

async function compare(children: Record<Side, ChildProcess>, task: Task): Promise<Record<Side, Round>> {
  const best: Partial<Record<Side, Round>> = {};
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const { seconds, cpuSeconds, texts } = await run(children[side], task);
      // The first round warms up.
      if (round === 0) continue;
      best[side] = {
        seconds: Math.min(seconds, best[side]?.seconds ?? Infinity),
        cpuSeconds: Math.min(cpuSeconds, best[side]?.cpuSeconds ?? Infinity),
        texts,
      };
    }
  }
  return best as Record<Side, Round>;
}

async function start(side: Side, threads: number): Promise<ChildProcess> {
  // sherpa-onnx tells of each resampler on its standard error.
  const stdio = ['ignore', 'inherit', side === 'sherpa' ? 'ignore' : 'inherit', 'ipc'] as const;
  const child = fork(path.join(import.meta.dirname, `_contestant-${side}.ts`), [String(threads), model, sherpaModel], {
    stdio: [...stdio],
  });
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`The process for ${side} ended with code ${code}.`);
  });
  await once(child, 'message');
  return child;
}

async function run(child: ChildProcess, task: Task): Promise<Round> {
  child.send(task);
  const [round] = await once(child, 'message');
  return round as Round;
}

function print(threads: number, task: Task, side: Side, { seconds, cpuSeconds, texts }: Round): void {
  const errors = texts.map((text, i) => countWordErrors(audio[i].spoken, text));
  const wrong = errors.reduce(
    (sum, { substitutions, insertions, deletions }) => sum + substitutions + insertions + deletions,
    0,
  );
  const words = errors.reduce((sum, counted) => sum + counted.words, 0);
  const columns = [
    String(threads).padEnd(8),
    task.padEnd(7),
    side.padEnd(10),
    seconds.toFixed(3).padStart(8),
    cpuSeconds.toFixed(3).padStart(12),
    (seconds / audioSeconds).toFixed(5).padStart(17),
    `${((100 * wrong) / words).toFixed(1)} %`.padStart(12),
  ];
  console.log(columns.join(' '));
}
