// `npm start`: the whole platform on this machine. Gets the servers, starts every app as a process of its own, plays the
// sample calls through the front door, shows what came out, and keeps serving. `--exit` ends after the samples.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSampleCalls } from '@callscript/samples';
import { followCalls, type FollowedCall } from './platform/follow-calls.ts';
import { findReportEmails } from './platform/inbox.ts';
import { postCall } from './platform/play-samples.ts';
import { startPlatform, type Platform } from './platform/platform.ts';
import { choosePorts, StartError } from './platform/ports.ts';
import { describeCall, findDeviation } from './platform/report.ts';
import { writePrivateJson } from './platform/secrets.ts';
import { DecoderMissingError, ensureDecoder } from './servers/ensure-decoder.ts';
import { ServersMissingError, thisMachine } from './servers/locate-servers.ts';
import { startServers, type Servers } from './servers/start-servers.ts';

const folder = fileURLToPath(new URL('../../../.callscript', import.meta.url));
const samplesTimeoutMs = 240_000;

const startedAt = performance.now();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));

try {
  process.exitCode = await start(process.argv.includes('--exit'));
} catch (error) {
  const isForPeople = [StartError, ServersMissingError, DecoderMissingError].some((type) => error instanceof type);
  const { message, stack } = error as Error;
  process.stderr.write(`${isForPeople ? message : stack}\n`);
  process.exitCode = 1;
}

async function start(exitAfterSamples: boolean): Promise<number> {
  const ports = await choosePorts(process.env);
  await ensureDecoder(thisMachine(process.env, log));
  await using servers = await startServers({ directory: join(folder, 'servers'), durable: true, log });
  log(`servers ready after ${elapsed()}`);
  await using platform = await startPlatform({ folder, ports, servers, environment: process.env, log });
  log(`apps ready after ${elapsed()}; their logs are in .callscript/logs`);
  const deviations = await playSamples(platform, servers);
  if (!exitAfterSamples && !stop.signal.aborted) {
    log(`gateway ${platform.gatewayUrl}   api ${platform.apiUrl}   inbox ${platform.sandboxUrl}`);
    log('addresses and credentials are in .callscript/run.json; Ctrl-C ends everything');
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  }
  log('stopping');
  return deviations === 0 ? 0 : 1;
}

/** Returns how many samples did not end as they should. */
async function playSamples(platform: Platform, servers: Servers): Promise<number> {
  const samples = await listSampleCalls();
  await platform.activateBusinesses(samples);
  await writeRunFile(platform, servers);
  log(`playing ${samples.length} sample calls`);
  const run = String(Date.now());
  const calls: FollowedCall[] = [];
  for (const sample of samples) {
    const secret = platform.secrets.webhookSecrets[sample.business.bid] ?? '';
    calls.push({ sample, ...(await postCall(platform, secret, sample, run)) });
  }
  const records = await followCalls(calls, {
    apiUrl: platform.apiUrl,
    token: () => platform.token(),
    timeoutMs: samplesTimeoutMs,
    signal: stop.signal,
    log,
  });
  const emails = await findReportEmails(platform.sandboxUrl);
  let right = 0;
  for (const [call, record] of records) {
    const [emailId] = emails.get(`${record.bid}/${record.callid}`) ?? [];
    const emailUrl = emailId === undefined ? undefined : `${platform.sandboxUrl}/#${emailId}`;
    const played = { sample: call.sample, record, endedAt: call.endedAt, emailUrl };
    log(describeCall(played));
    const deviation = findDeviation(played);
    if (deviation === undefined) right += 1;
    else log(`    ✗ ${call.sample.name} ${deviation}`);
  }
  log(`\n${right} of ${calls.length} samples reached their right end, ${elapsed()} after the start`);
  return calls.length - right;
}

/** What another program needs to attach. Readable by its owner alone: it holds credentials. */
async function writeRunFile(platform: Platform, servers: Servers): Promise<void> {
  await writePrivateJson(join(folder, 'run.json'), {
    gatewayUrl: platform.gatewayUrl,
    apiUrl: platform.apiUrl,
    sandboxUrl: platform.sandboxUrl,
    inboxUrl: platform.sandboxUrl,
    brokerUrl: servers.brokerUrl,
    brokerManagementUrl: servers.brokerManagementUrl,
    databaseUrl: servers.databaseUrl,
    platformSecret: platform.secrets.platformSecret,
    webhookSecrets: platform.secrets.webhookSecrets,
    admin: platform.admin,
    processes: platform.supervisor.pids(),
  });
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}

function elapsed(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
