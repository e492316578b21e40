// Does the process that holds leases and answers health checks stay free while its engine works? Two long calls at once;
// meanwhile the longest time that the event loop was held, by the clock and in processor time of its thread. Beside it an
// idle process measures the same: what the clock says of that one is the machine's doing. Resident memory is this process's.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import { writeTelephoneClip } from '../src/engine/doctor/telephone-clip.ts';
import { SpeechEngine } from '../src/index.ts';
import { watchEventLoop } from './_watch-event-loop.ts';

const minutes = Number(process.argv[2] ?? 60);
const folder = await mkdtemp(path.join(tmpdir(), 'callscript-bench-'));
try {
  const file = path.join(folder, 'call.wav');
  await writeTelephoneClip(file, minutes * 60);
  await using engine = await SpeechEngine.start({
    modelDirectory,
    precision: 'fp32',
    device: 'cpu',
    intraOpThreads: 1,
    lanes: 2,
  });
  const before = process.memoryUsage().rss;
  const idle = fork(new URL('./_idle.ts', import.meta.url));
  await once(idle, 'message');
  const watch = watchEventLoop();
  const startedAt = performance.now();
  const calls = await Promise.all([engine.recognize({ file }), engine.recognize({ file })]);
  const seconds = (performance.now() - startedAt) / 1000;
  const here = watch.stop();
  idle.send('stop');
  const [there] = (await once(idle, 'message')) as [ReturnType<typeof watch.stop>];
  const words = calls[0].call.voices.reduce((sum, voice) => sum + voice.words.length, 0);
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  console.log(
    `two calls of ${minutes} min, ${words} words each, in ${seconds.toFixed(0)} s; ms that the loop was held`,
  );
  console.log('                 longest by the clock   99.9 %   longest in processor time');
  for (const [name, held] of Object.entries({ 'this process': here, 'an idle one': there })) {
    const cells = [held.clockMaxMs.toFixed(1), held.clockP999Ms.toFixed(1), held.cpuMaxMs.toFixed(1)];
    console.log(`${name.padEnd(16)} ${cells[0].padStart(20)} ${cells[1].padStart(8)} ${cells[2].padStart(27)}`);
  }
  console.log(`resident memory of this process grew by ${grown.toFixed(0)} MiB`);
} finally {
  await rm(folder, { recursive: true });
}
