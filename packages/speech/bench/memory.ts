// Does memory grow with the length of a call? A fresh engine recognises a call of one minute and tells its voices apart,
// another one a call of two hours; what counts is the most that each engine's process ever had resident (VmHWM; Linux).

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diarizationDirectory, modelDirectory } from '@callscript/demo-model';
import { writeTelephoneClip } from '../src/engine/doctor/telephone-clip.ts';
import { SpeechEngine } from '../src/index.ts';

const limitMiB = 150;
const minutes = [1, Number(process.argv[2] ?? 120)];

async function measurePeakMiB(file: string): Promise<number> {
  let pid = 0;
  await using engine = await SpeechEngine.start(
    { modelDirectory, diarizationDirectory, precision: 'fp32', device: 'cpu', intraOpThreads: 1, lanes: 1 },
    { onEvent: (event) => (pid = event.kind === 'started' ? event.pid : pid) },
  );
  const startedAt = performance.now();
  const { call } = await engine.recognize({ file });
  const seconds = (performance.now() - startedAt) / 1000;
  const peak = await readPeakMiB(pid);
  const words = call.voices.reduce((sum, voice) => sum + voice.words.length, 0);
  const length = call.durationSeconds / 60;
  console.log(
    `${length.toFixed(0).padStart(4)} min  ${String(words).padStart(6)} words  ${String(call.voices.length)} voices  ` +
      `${seconds.toFixed(0).padStart(5)} s  ${peak.toFixed(0).padStart(5)} MiB at most`,
  );
  return peak;
}

async function readPeakMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

const folder = await mkdtemp(path.join(tmpdir(), 'callscript-bench-'));
try {
  const peaks: number[] = [];
  for (const length of minutes) {
    const file = path.join(folder, `${length}.wav`);
    await writeTelephoneClip(file, length * 60);
    peaks.push(await measurePeakMiB(file));
  }
  const grown = peaks[1] - peaks[0];
  console.log(`the longer call took ${grown.toFixed(0)} MiB more; the limit is ${limitMiB} MiB`);
  process.exitCode = grown <= limitMiB ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}
