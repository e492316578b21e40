import { createServer } from 'node:net';

/** The doors of the platform on one machine: the number the design gives each, and the variable that moves it. */
export const platformPorts = {
  gateway: { variable: 'GATEWAY_PORT', standard: 8002 },
  api: { variable: 'API_PORT', standard: 8003 },
  sandbox: { variable: 'SANDBOX_PORT', standard: 8900 },
  smtp: { variable: 'SANDBOX_SMTP_PORT', standard: 1025 },
} as const;

export type PlatformPorts = Record<keyof typeof platformPorts, number>;

/** Thrown before anything starts, for a problem that a person can solve; the message says how. */
export class StartError extends Error {
  readonly code = 'cannot_start';
}

/** @throws StartError naming every port that is taken and how to move it. */
export async function choosePorts(environment: NodeJS.ProcessEnv): Promise<PlatformPorts> {
  const ports = { gateway: 0, api: 0, sandbox: 0, smtp: 0 };
  const problems: string[] = [];
  for (const name of Object.keys(ports) as (keyof PlatformPorts)[]) {
    const { variable, standard } = platformPorts[name];
    const port = Number(environment[variable] || standard);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      problems.push(`  ${variable} is no port: ${environment[variable]}`);
    else if (await isTaken(port))
      problems.push(`  port ${port} (${name}) is in use; choose another: ${variable}=${port + 10_000} npm start`);
    ports[name] = port;
  }
  if (problems.length > 0) throw new StartError(`the platform cannot start:\n${problems.join('\n')}`);
  return ports;
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
}
