// `npm test`: runs vitest over the repository with the arguments given, and says in its last line how it went.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureDecoder } from './servers/ensure-decoder.ts';
import { thisMachine } from './servers/locate-servers.ts';
import { countTests } from './testing/count-tests.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

// Most tests need no decoder; those that do then fail with the same advice.
await ensureDecoder(thisMachine(process.env, console.log)).catch((error: unknown) => console.error(String(error)));

const directory = await mkdtemp(join(tmpdir(), 'callscript-report-'));
const reportFile = join(directory, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
const child = spawn(process.execPath, [vitest, 'run', '--root', root, ...reporters, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
// vitest stops its servers before it ends, so a signal is passed on and its end awaited.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
const [exitCode] = (await once(child, 'exit')) as [number | null];

const report = await readFile(reportFile, 'utf8').catch(() => undefined);
await rm(directory, { recursive: true });
const { passed, failed } = countTests(report, exitCode === 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
