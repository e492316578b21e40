import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const index = pathToFileURL(join(import.meta.dirname, '../src/index.ts')).href;
let folder: string;
let main: string;

// A service whose readiness, end and failures its environment decides.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callscript-service-'));
  main = join(folder, 'main.mjs');
  await writeFile(
    main,
    `import { setTimeout as sleep } from 'node:timers/promises';
    import { commonSettings, runService, setting } from ${JSON.stringify(index)};
    await runService({
      name: 'probe',
      settings: { ...commonSettings, NEEDED: setting.text(), END_MS: setting.integer(0, 60000).default(0), READY: setting.text().default('yes') },
      environment: process.env,
      async start({ settings }) {
        if (settings.NEEDED === 'explode') throw new Error('could not start');
        return {
          checks: { probe: () => { if (settings.READY === 'throws') throw new Error('no'); return settings.READY === 'yes'; } },
          async [Symbol.asyncDispose]() { await sleep(settings.END_MS); process.stdout.write('disposed\\n'); },
        };
      },
    });`,
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Probe {
  child: ChildProcess;
  output: Promise<string>;
  errors: Promise<string>;
  exit: Promise<unknown[]>;
}

function startProbe(environment: Record<string, string>): Probe {
  const child = fork(main, {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the output is not piped');
  return { child, output: text(stdout), errors: text(stderr), exit: once(child, 'exit') };
}

async function ready(probe: Probe): Promise<string> {
  const [message] = (await once(probe.child, 'message')) as [{ event: string; adminPort: number }];
  expect(message.event).toBe('ready');
  return `http://127.0.0.1:${message.adminPort}`;
}

test('a missing setting ends the process with its name and the exit code of a configuration error', async () => {
  const probe = startProbe({});

  expect(await probe.exit).toEqual([78, null]);
  expect(await probe.errors).toContain('NEEDED: is required');
});

test('a service that cannot start ends with 1 and says why', async () => {
  const probe = startProbe({ NEEDED: 'explode' });

  expect(await probe.exit).toEqual([1, null]);
  expect(await probe.output).toContain('could not start');
});

test('live while the process runs, ready when every check passes, metrics for Prometheus', async () => {
  const probe = startProbe({ NEEDED: 'x', READY: 'no' });
  const url = await ready(probe);

  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const readiness = await fetch(`${url}/health/ready`);
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toEqual({ status: 'not ready', checks: { probe: false } });
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('nodejs_eventloop_lag_seconds');
  expect((await fetch(`${url}/other`)).status).toBe(404);
  probe.child.kill('SIGTERM');
  await probe.exit;
});

test('a check that throws means not ready, never a crash', async () => {
  const probe = startProbe({ NEEDED: 'x', READY: 'throws' });
  const url = await ready(probe);

  expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  probe.child.kill('SIGTERM');
  expect(await probe.exit).toEqual([0, null]);
});

test('SIGTERM disposes the service and ends with 0', async () => {
  const probe = startProbe({ NEEDED: 'x' });
  await ready(probe);

  probe.child.kill('SIGTERM');

  expect(await probe.exit).toEqual([0, null]);
  expect(await probe.output).toMatch(/disposed[^]*"event":"stopped"/);
});

test('a second signal ends it at once', async () => {
  const probe = startProbe({ NEEDED: 'x', END_MS: '60000' });
  await ready(probe);
  const stopping = once(probe.child.stdout as NodeJS.ReadableStream, 'data');

  probe.child.kill('SIGTERM');
  await stopping;
  probe.child.kill('SIGTERM');

  expect(await probe.exit).toEqual([1, null]);
});

test('the deadline ends a service that does not end by itself', async () => {
  const probe = startProbe({ NEEDED: 'x', END_MS: '60000', SHUTDOWN_DEADLINE_MS: '1000' });
  await ready(probe);

  probe.child.kill('SIGTERM');

  expect(await probe.exit).toEqual([1, null]);
  expect(await probe.output).toContain('deadline');
});

test('a supervisor that disappears is an end too', async () => {
  const probe = startProbe({ NEEDED: 'x' });
  await ready(probe);

  probe.child.disconnect();

  expect(await probe.exit).toEqual([0, null]);
});
