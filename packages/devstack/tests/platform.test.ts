import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord } from '@callscript/contracts';
import { listSampleCalls, type SampleCall } from '@callscript/samples';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { requestJson } from '../src/platform/http.ts';
import { findReportEmails } from '../src/platform/inbox.ts';
import { hasEnded, postCall } from '../src/platform/play-samples.ts';
import { startPlatform, type Platform } from '../src/platform/platform.ts';
import { findFreePort } from '../src/servers/free-port.ts';
import { startFaultBroker, startFaultDatabase, waitFor, type FaultBroker, type FaultDatabase } from '../src/testing.ts';

// The whole platform as it runs in production: every app a process of its own, real servers, real audio, real SMTP.

interface Letter {
  id: number;
  callid: string;
  error_class: string;
}

const patienceMs = 120_000;
let folder: string;
let broker: FaultBroker;
let database: FaultDatabase;
let platform: Platform;
let samples: Map<string, SampleCall>;

vi.setConfig({ testTimeout: patienceMs });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callscript-platform-'));
  [broker, database] = await Promise.all([startFaultBroker(), startFaultDatabase()]);
  const [gateway, api, sandbox, smtp] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  platform = await startPlatform({
    folder,
    ports: { gateway, api, sandbox, smtp },
    servers: { brokerUrl: broker.url, databaseUrl: database.url },
    // Short, so that a lost worker is found within the test.
    environment: { ...process.env, LEASE_MS: '3000', SWEEP_INTERVAL_MS: '500', RETRY_BASE_MS: '100' },
    log: () => undefined,
  });
  samples = new Map((await listSampleCalls()).map((sample) => [sample.name, sample]));
  await platform.activateBusinesses([...samples.values()]);
}, patienceMs);

afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
  await Promise.all([broker?.[Symbol.asyncDispose](), database?.[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true, force: true });
});

function sampleCall(name: string): SampleCall {
  const sample = samples.get(name);
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}

let run = 0;
async function post(name: string): Promise<{ bid: string; callid: string }> {
  const sample = sampleCall(name);
  const { bid } = sample.business;
  run += 1;
  const secret = platform.secrets.webhookSecrets[bid] ?? '';
  const { callid } = await postCall(platform, secret, sample, String(run));
  return { bid, callid };
}

async function read({ bid, callid }: { bid: string; callid: string }): Promise<CallRecord> {
  return await requestJson<CallRecord>(`${platform.apiUrl}/call-records/${bid}/${callid}`, {
    token: await platform.token(),
  });
}

async function finished(call: { bid: string; callid: string }): Promise<CallRecord> {
  return await waitFor(
    async () => {
      const record = await read(call);
      return hasEnded(record) && record;
    },
    { timeoutMs: patienceMs, intervalMs: 100, message: `${call.callid} did not end` },
  );
}

async function countEmails({ bid, callid }: { bid: string; callid: string }): Promise<number> {
  return (await findReportEmails(platform.sandboxUrl)).get(`${bid}/${callid}`)?.length ?? 0;
}

test('an insurance call with violations becomes a transcript, flags with their words and times, and one email', async () => {
  const call = await post('insurance-violation');

  const record = await finished(call);

  expect(record).toMatchObject({ ...call, processing_state: 'notified', verdict: 'flagged', archived: false });
  expect(record.history.filter(({ status }) => status === 'success').map(({ stage }) => stage)).toEqual([
    'received',
    'securing',
    'transcribing',
    'analyzing',
    'notified',
  ]);
  expect(new Set(record.transcript?.segments.map(({ speaker }) => speaker))).toEqual(new Set(['agent', 'customer']));
  const flags = record.analysis?.flags ?? [];
  expect(flags.length).toBeGreaterThanOrEqual(3);
  const agentWords = record.transcript?.segments.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text);
  for (const { quote, speaker, start, end } of flags) {
    expect(agentWords?.join(' ')).toContain(quote);
    expect(speaker).toBe('agent');
    expect(end).toBeGreaterThanOrEqual(start);
  }
  expect(await countEmails(call)).toBe(1);
});

test('a clean insurance call is safe, and a call under the minimum length is skipped with its reason', async () => {
  const [clean, short] = [await post('insurance-clean'), await post('short')];

  expect(await finished(clean)).toMatchObject({ processing_state: 'notified', verdict: 'safe' });
  expect(await finished(short)).toMatchObject({
    processing_state: 'skipped',
    skip_reason: 'too_short',
    transcript: null,
  });
});

test('a call survives its transcription process being killed in the middle of it', async () => {
  const call = await post('presales-good');
  await waitFor(async () => (await read(call)).history.some(({ stage }) => stage === 'transcribing'), {
    timeoutMs: patienceMs,
    intervalMs: 5,
  });

  const pid = platform.supervisor.pids()['transcription'] ?? 0;
  process.kill(pid, 'SIGKILL');

  const record = await finished(call);
  expect(record.processing_state).toBe('notified');
  expect(record.history.filter(({ stage, status }) => stage === 'transcribing' && status === 'success')).toHaveLength(
    1,
  );
  expect(record.history.some(({ error_message }) => error_message?.startsWith('worker_lost'))).toBe(true);
  expect(await countEmails(call)).toBe(1);
});

test('calls survive a restart of the broker while they are under way', async () => {
  const calls = [await post('wrong-number'), await post('support-mono')];

  await broker.control.kill();
  const whileAway = await post('presales-weak');
  await broker.control.start();

  for (const call of [...calls, whileAway]) {
    expect((await finished(call)).processing_state).toBe('notified');
    expect(await countEmails(call)).toBe(1);
  }
});

test('a call whose recording may not be fetched fails with a reason, and its dead letter can be replayed', async () => {
  const sample = sampleCall('wrong-number');
  const secret = platform.secrets.webhookSecrets[sample.business.bid] ?? '';
  const { bid } = sample.business;
  const now = new Date().toISOString();
  const callid = 'forbidden-recording';
  const webhook = { ...sample.webhook, bid, callid, call_starttime: now, call_endtime: now, duration_seconds: 30 };
  await requestJson(`${platform.sandboxUrl}/mcube/calls`, {
    body: {
      gatewayUrl: platform.gatewayUrl,
      secret,
      call: { ...webhook, recording_url: 'http://127.0.0.1:1/secret.wav' },
    },
  });

  const record = await finished({ bid, callid });
  expect(record.processing_state).toBe('failed_stt');
  const letters = await waitFor(
    async () => {
      const listed = await platform.callscript(['dlq', 'list', '--bid', bid, '--json']);
      const ours = (JSON.parse(listed) as Letter[]).filter((letter) => letter.callid === callid);
      return ours.length > 0 && ours;
    },
    { timeoutMs: patienceMs, message: 'no dead letter was filed' },
  );
  expect(letters).toMatchObject([{ error_class: expect.stringMatching(/^forbidden_/) }]);

  await platform.callscript(['dlq', 'replay', String(letters[0]?.id), '--yes']);
  const again = await waitFor(
    async () => {
      const later = await read({ bid, callid });
      return later.history.filter(({ status }) => status === 'failed').length === 2 && later;
    },
    { timeoutMs: patienceMs, intervalMs: 100 },
  );
  expect(again.history.some(({ stage }) => stage === 'replayed')).toBe(true);
});
