// Diarization of calls whose turns are known: error rates, speakers counted right, and the time it takes on one thread.
//
//   node bench/diarization.ts CALLS [MODELS]
//
// CALLS is a folder made by packages/demo-model/recipe/diar_calls.py; MODELS is the demo model's folder when absent.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resampleTo16k } from '../src/audio/resample.ts';
import { decodeWhole } from '../tests/_decode.ts';
import { Diarizer } from '../src/diarization/diarizer.ts';
import type { Diarization } from '../src/diarization/reconstruct.ts';
import {
  countDiarizationErrors,
  type DiarizationErrors,
  type ScoredTurn,
} from '../src/scoring/diarization-error-rate.ts';

interface Call {
  readonly name: string;
  readonly group: string;
  readonly seconds: number;
  readonly turns: readonly ScoredTurn[];
}

interface Result {
  readonly call: Call;
  readonly found: Diarization;
  readonly workSeconds: number;
}

const collars = [0, 0.25];

async function measure(callsDirectory: string, diarizer: Diarizer): Promise<Result[]> {
  const calls = JSON.parse(readFileSync(path.join(callsDirectory, 'calls.json'), 'utf8')) as Call[];
  const results: Result[] = [];
  for (const call of calls) {
    const { channels, sampleRateHz } = await decodeWhole(path.join(callsDirectory, `${call.name}.wav`));
    const audio = resampleTo16k(channels[0], sampleRateHz);
    const samples = audio.slice(0, audio.length);
    const start = performance.now();
    const found = await diarizer.diarize(samples);
    results.push({ call, found, workSeconds: (performance.now() - start) / 1000 });
  }
  return results;
}

function report(name: string, results: readonly Result[]): void {
  const rates = collars.map((collarSeconds) => {
    const errors = results.map(({ call, found }) => countDiarizationErrors(call.turns, found.turns, { collarSeconds }));
    return describe(errors);
  });
  const counted = results.filter(({ call, found }) => countSpeakers(call) === found.speakerCount).length;
  console.log(`${name.padEnd(22)} ${rates.join('   ')}   ${counted} of ${results.length}`);
}

function describe(errors: readonly DiarizationErrors[]): string {
  const sum = (pick: (e: DiarizationErrors) => number): number => errors.reduce((total, e) => total + pick(e), 0);
  const speech = sum((e) => e.speech);
  const parts = [sum((e) => e.missed), sum((e) => e.falseAlarm), sum((e) => e.confusion)];
  const percent = (value: number): string => ((100 * value) / speech).toFixed(1).padStart(5);
  return [parts.reduce((a, b) => a + b), ...parts].map(percent).join(' ');
}

function countSpeakers(call: Call): number {
  return new Set(call.turns.map(({ speaker }) => speaker)).size;
}

const [callsDirectory, modelDirectory] = process.argv.slice(2);
await using diarizer = await Diarizer.load({ modelDirectory, intraOpThreads: 1 });
const results = await measure(callsDirectory, diarizer);
console.log(
  '% of speech: errors = missed + false alarm + confusion, without collar and with 0.25 s; speakers counted right',
);
for (const group of new Set(results.map(({ call }) => call.group))) {
  report(
    group,
    results.filter(({ call }) => call.group === group),
  );
}
report('all', results);
const work = results.reduce((total, { workSeconds }) => total + workSeconds, 0);
const audio = results.reduce((total, { call }) => total + call.seconds, 0);
console.log(`real-time factor, one thread: ${(work / audio).toFixed(4)} (${(audio / 60).toFixed(0)} minutes of audio)`);
