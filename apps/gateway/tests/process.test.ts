import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { findFreePort, waitFor } from '@callscript/devstack/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  activate,
  callCompleted,
  countPermits,
  environmentOf,
  listCallRows,
  setStage,
  sign,
  type Stage,
} from './_support.ts';

const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

interface Spawned {
  url: string;
  process: ChildProcess;
  /** Resolves with exit code or signal. */
  ended: Promise<number | string>;
  output(): string;
}

async function spawnGateway(overrides: Record<string, string> = {}): Promise<Spawned> {
  const port = await findFreePort();
  const env = { ...environmentOf(stage), PORT: String(port), ...overrides };
  const child = fork(mainFile, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  await Promise.race([once(child, 'message'), ended]);
  return { url: `http://127.0.0.1:${port}`, process: child, ended, output: () => output };
}

type Outcome = 'lost' | 'refused' | number;

/** Keeps posting calls over keep-alive connections until told to stop; remembers what each was answered. */
function keepPosting(url: string, bid: string, secret: string) {
  const outcomes = new Map<string, Outcome>();
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const stopping = new AbortController();
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const payload = callCompleted(bid);
      const outcome = await postOnce(agent, url, JSON.stringify(payload), secret);
      outcomes.set(String(payload['callid']), outcome);
      if (outcome === 'refused') return;
    }
  };
  const clients = Array.from({ length: 20 }, client);
  return {
    outcomes,
    with: (wanted: Outcome) =>
      Array.from(outcomes).flatMap(([callid, outcome]) => (outcome === wanted ? [callid] : [])),
    async stop() {
      stopping.abort();
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

function postOnce(agent: Agent, url: string, body: string, secret: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'x-mcube-signature': sign(secret, body) };
    const req = request(`${url}/webhook/call-completed`, { method: 'POST', agent, headers }, (res) => {
      res.resume().on('end', () => resolve(res.statusCode ?? 0));
      res.on('error', () => resolve('lost'));
    });
    req.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that the server had closed while it was idle carried nothing; a client may send again.
      const carriedNothing = error.code === 'ECONNREFUSED' || (req.reusedSocket && error.code === 'ECONNRESET');
      resolve(carriedNothing ? 'refused' : 'lost');
    });
    req.end(body);
  });
}

test('a gateway that is killed under load has stored every call that it answered with 200', async () => {
  const secret = await activate(stage.gateway, 'killed');
  const gateway = await spawnGateway();
  const load = keepPosting(gateway.url, 'killed', secret);
  await waitFor(() => load.with(200).length > 500, { timeoutMs: 30_000 });
  gateway.process.kill('SIGKILL');
  expect(await gateway.ended).toBe('SIGKILL');
  await load.stop();
  const stored = new Set((await listCallRows(stage.database, 'killed')).map((row) => row['callid'] as string));
  expect(load.with(200).filter((callid) => !stored.has(callid))).toEqual([]);
});

test('a gateway that is told to stop under load answers everything it was asked, and is gone within seconds', async () => {
  const secret = await activate(stage.gateway, 'stopped');
  const gateway = await spawnGateway();
  const permitsBefore = await countPermits(stage.broker);
  const load = keepPosting(gateway.url, 'stopped', secret);
  await waitFor(() => load.with(200).length > 300, { timeoutMs: 30_000 });
  const begin = performance.now();
  gateway.process.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expect(performance.now() - begin).toBeLessThan(5_000);
  await load.stop();
  expect(load.with('lost')).toEqual([]);
  const answered = load.with(200);
  expect(answered.length + load.with(503).length + load.with('refused').length).toBe(load.outcomes.size);
  const rows = await listCallRows(stage.database, 'stopped');
  const stored = new Set(rows.map((row) => row['callid'] as string));
  expect(answered.filter((callid) => !stored.has(callid))).toEqual([]);
  // None was stored without its sender's knowledge.
  expect(rows).toHaveLength(answered.length);
  await waitFor(async () => (await countPermits(stage.broker)) === permitsBefore + answered.length);
});

test('an idle keep-alive connection does not hold up the end', async () => {
  const gateway = await spawnGateway();
  const agent = new Agent({ keepAlive: true });
  await postOnce(agent, gateway.url, '{}', 'guess');
  gateway.process.kill('SIGTERM');
  const begin = performance.now();
  expect(await gateway.ended).toBe(0);
  expect(performance.now() - begin).toBeLessThan(3_000);
  agent.destroy();
});

test.each([
  ['MCUBE_PLATFORM_SECRET', ''],
  ['MCUBE_PLATFORM_SECRET', 'short'],
  ['SECRETS_KEY', 'abc'],
  ['DATABASE_URL', 'postgres://localhost/x'],
  ['BROKER_URL', ''],
  ['PORT', 'eighty'],
  ['BODY_LIMIT_BYTES', '0'],
  ['RATE_LIMIT_PER_IP', '-1'],
])('a start with %s=%j ends by that name and repeats no secret', async (name, value) => {
  const gateway = await spawnGateway({ [name]: value });
  expect(await gateway.ended).toBe(78);
  expect(gateway.output()).toContain(name);
  expect(gateway.output()).not.toContain(environmentOf(stage).SECRETS_KEY);
});

test('a port that is taken ends the start with a reason', async () => {
  const gateway = await spawnGateway({ PORT: new URL(stage.gateway.url).port });
  expect(await gateway.ended).toBe(1);
  expect(gateway.output()).toContain('EADDRINUSE');
});
