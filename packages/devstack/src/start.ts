// `npm start`: the whole platform on this machine. Gets the servers, starts every app as a process of its own, plays the
// sample calls through the front door, shows what came out, and keeps serving. `--exit` ends after the samples.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listSampleCalls } from '@callscript/samples';
import { describeApps } from './platform/apps.ts';
import { followCalls, type FollowedCall } from './platform/follow-calls.ts';
import { requestJson } from './platform/http.ts';
import { activateBusiness, postCall } from './platform/play-samples.ts';
import { choosePorts, StartError } from './platform/ports.ts';
import { describeCall, findDeviation } from './platform/report.ts';
import { loadSecrets, writePrivateJson } from './platform/secrets.ts';
import { superviseApps } from './platform/supervisor.ts';
import { startServers } from './servers/start-servers.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, '.callscript');
const adminEmail = 'admin@callscript.example';
const sampleTimeoutMs = 240_000;

const startedAt = performance.now();
const log = (line: string): void => void process.stdout.write(`${line}\n`);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));

try {
  process.exitCode = await start(process.argv.includes('--exit'));
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}

async function start(exitAfterSamples: boolean): Promise<number> {
  const ports = await choosePorts(process.env);
  const secretsFile = join(folder, 'secrets.json');
  const secrets = await loadSecrets(secretsFile);
  await using servers = await startServers({ directory: join(folder, 'servers'), durable: true, log });
  log(`servers ready after ${elapsed()}`);
  const cli = callscript({ DATABASE_URL: servers.databaseUrl, BROKER_URL: servers.brokerUrl });
  await cli(['db', 'migrate']);
  const apps = describeApps({ root, folder, ports, secrets, servers, environment: process.env });
  await using supervisor = await superviseApps(apps, { logFolder: join(folder, 'logs'), log });
  log(`${apps.length} apps ready after ${elapsed()}; their logs are in .callscript/logs`);
  await cli(
    ['users', 'add', '--email', adminEmail, '--name', 'Administrator', '--role', 'admin', '--password-stdin'],
    secrets.adminPassword,
  );

  const addresses = {
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
  };
  const samples = await listSampleCalls();
  const businesses = new Map(samples.map(({ business }) => [business.bid, business]));
  for (const business of businesses.values()) {
    const issued = await activateBusiness(addresses, secrets.platformSecret, business);
    if (issued !== undefined) secrets.webhookSecrets[business.bid] = issued;
    const channel = samples.find(
      (sample) => sample.business.bid === business.bid && sample.agentChannel !== null,
    )?.agentChannel;
    await cli(['business', 'configure', business.bid, '--agent-channel', String(channel ?? 0)]);
  }
  await writePrivateJson(secretsFile, secrets);
  await writePrivateJson(join(folder, 'run.json'), {
    ...addresses,
    inboxUrl: addresses.sandboxUrl,
    brokerUrl: servers.brokerUrl,
    brokerManagementUrl: servers.brokerManagementUrl,
    databaseUrl: servers.databaseUrl,
    platformSecret: secrets.platformSecret,
    webhookSecrets: secrets.webhookSecrets,
    admin: { email: adminEmail, password: secrets.adminPassword },
    processes: supervisor.pids(),
  });

  log(`playing ${samples.length} sample calls`);
  const run = String(Date.now());
  const calls: FollowedCall[] = [];
  for (const sample of samples) {
    const secret = secrets.webhookSecrets[sample.business.bid];
    if (secret === undefined)
      throw new StartError(`the secret of business ${sample.business.bid} is lost: remove .callscript to start afresh`);
    calls.push({ sample, ...(await postCall(addresses, secret, sample, run)) });
  }
  const records = await followCalls(calls, {
    apiUrl: addresses.apiUrl,
    token: createSession(addresses.apiUrl, secrets.adminPassword),
    timeoutMs: sampleTimeoutMs,
    signal: stop.signal,
    log,
  });
  const emails = await findEmails(addresses.sandboxUrl);
  let deviations = 0;
  for (const [call, record] of records) {
    const emailId = emails.get(`${record.bid}/${record.callid}`);
    const emailUrl = emailId === undefined ? undefined : `${addresses.sandboxUrl}/#${emailId}`;
    const played = { sample: call.sample, record, endedAt: call.endedAt, emailUrl };
    log(describeCall(played));
    const deviation = findDeviation(played);
    if (deviation === undefined) continue;
    deviations += 1;
    log(`    ✗ ${call.sample.name} ${deviation}`);
  }
  const missing = calls.length - records.size;
  log(`\n${calls.length - deviations - missing} of ${calls.length} samples reached their right end after ${elapsed()}`);
  if (!exitAfterSamples && !stop.signal.aborted) {
    log(`gateway ${addresses.gatewayUrl}   api ${addresses.apiUrl}   inbox ${addresses.sandboxUrl}`);
    log('addresses and credentials are in .callscript/run.json; Ctrl-C ends everything');
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  }
  log('stopping');
  return deviations + missing === 0 ? 0 : 1;
}

/** The operator's command, run as an operator would. */
function callscript(environment: NodeJS.ProcessEnv): (args: string[], input?: string) => Promise<void> {
  return async (args, input) => {
    const running = promisify(execFile)(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], {
      env: { ...process.env, ...environment },
    });
    running.child.stdin?.end(input === undefined ? '' : `${input}\n`);
    await running;
  };
}

/** Signs in again before the token ends. */
function createSession(apiUrl: string, password: string): () => Promise<string> {
  let token = { value: '', usableUntil: 0 };
  return async () => {
    if (performance.now() >= token.usableUntil) {
      const body = { email: adminEmail, password };
      const answer = await requestJson<{ access_token: string; expires_in: number }>(`${apiUrl}/auth/login`, { body });
      token = { value: answer.access_token, usableUntil: performance.now() + answer.expires_in * 500 };
    }
    return token.value;
  };
}

/** Report emails by the call they are about. */
async function findEmails(sandboxUrl: string): Promise<Map<string, string>> {
  const { messages } = await requestJson<{ messages: { ID: string }[] }>(`${sandboxUrl}/api/v1/messages?limit=100`);
  const found = new Map<string, string>();
  for (const { ID } of messages) {
    const headers = await requestJson<Record<string, string[]>>(`${sandboxUrl}/api/v1/message/${ID}/headers`);
    const call = headers['X-Callscript-Report']?.[0] ?? headers['X-CallScript-Report']?.[0];
    if (call !== undefined) found.set(call, ID);
  }
  return found;
}

function elapsed(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
