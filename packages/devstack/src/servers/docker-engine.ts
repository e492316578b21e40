import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PING_TIMEOUT_MS = 1000;

/** Whether a Docker engine answers, asked without the `docker` command and without a word when none does. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  for (const address of engineAddresses(env)) {
    if (await ping(address)) return true;
  }
  return false;
}

type EngineAddress = { socketPath: string } | { host: string; port: string };

/** The places where testcontainers looks as well. */
function engineAddresses(env: NodeJS.ProcessEnv): EngineAddress[] {
  const configured = env['DOCKER_HOST'];
  if (configured) {
    const url = new URL(configured);
    return url.protocol === 'unix:'
      ? [{ socketPath: url.pathname }]
      : [{ host: url.hostname, port: url.port || '2375' }];
  }
  const runtimeDirectory = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtimeDirectory ? [join(runtimeDirectory, 'docker.sock')] : []),
    join(homedir(), '.docker', 'run', 'docker.sock'),
    join(homedir(), '.docker', 'desktop', 'docker.sock'),
  ]
    .filter((socketPath) => existsSync(socketPath))
    .map((socketPath) => ({ socketPath }));
}

function ping(address: EngineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = request({ ...address, path: '/_ping', timeout: PING_TIMEOUT_MS }, (response) => {
      response.resume();
      // An engine behind TLS answers plain HTTP with 400: it is there, and testcontainers knows how to talk to it.
      resolve(true);
    });
    attempt.on('timeout', () => attempt.destroy());
    attempt.on('error', () => resolve(false));
    attempt.end();
  });
}
