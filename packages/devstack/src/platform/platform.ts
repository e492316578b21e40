import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SampleCall } from '@callscript/samples';
import type { Servers } from '../servers/start-servers.ts';
import { describeApps } from './apps.ts';
import { createSession } from './http.ts';
import { activateBusiness, type PlatformAddresses } from './play-samples.ts';
import { StartError, type PlatformPorts } from './ports.ts';
import { loadSecrets, writePrivateJson, type DevelopmentSecrets } from './secrets.ts';
import { superviseApps, type Supervisor } from './supervisor.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const adminEmail = 'admin@callscript.example';
const host = '127.0.0.1';

export interface PlatformOptions {
  /** Everything the platform keeps: secrets, logs, vault, archive, inbox. */
  folder: string;
  ports: PlatformPorts;
  servers: Pick<Servers, 'brokerUrl' | 'databaseUrl'>;
  environment: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

export interface Platform extends PlatformAddresses, AsyncDisposable {
  readonly secrets: DevelopmentSecrets;
  readonly supervisor: Supervisor;
  readonly admin: { email: string; password: string };
  /** A bearer token for the API, renewed before it ends. */
  token(): Promise<string>;
  /** Runs the operator's command and returns what it printed. */
  callscript(args: readonly string[], input?: string): Promise<string>;
  /** Activates the samples' businesses, as Mcube's billing would, and tells where each has its agents. */
  activateBusinesses(samples: readonly SampleCall[]): Promise<void>;
}

/** Migrates, starts every app as a process of its own, and creates the first user. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { folder, ports, servers, environment, log } = options;
  const secretsFile = join(folder, 'secrets.json');
  const secrets = await loadSecrets(secretsFile);
  const run = promisify(execFile);
  async function callscript(args: readonly string[], input = ''): Promise<string> {
    const running = run(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], {
      env: { ...environment, DATABASE_URL: servers.databaseUrl, BROKER_URL: servers.brokerUrl },
    });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  await callscript(['db', 'migrate']);
  const apps = describeApps({ root, folder, ports, secrets, servers, environment });
  const supervisor = await superviseApps(apps, { logFolder: join(folder, 'logs'), log });
  const admin = { email: adminEmail, password: secrets.adminPassword };
  const addresses = {
    gatewayUrl: `http://${host}:${ports.gateway}`,
    apiUrl: `http://${host}:${ports.api}`,
    sandboxUrl: `http://${host}:${ports.sandbox}`,
  };
  try {
    const user = ['--email', admin.email, '--name', 'Administrator', '--role', 'admin', '--password-stdin'];
    await callscript(['users', 'add', ...user], `${admin.password}\n`);
  } catch (error) {
    await supervisor[Symbol.asyncDispose]();
    throw error;
  }
  return {
    ...addresses,
    secrets,
    supervisor,
    admin,
    token: createSession(addresses.apiUrl, admin),
    callscript,
    async activateBusinesses(samples) {
      for (const { business } of new Map(samples.map((sample) => [sample.business.bid, sample])).values()) {
        const issued = await activateBusiness(addresses, secrets.platformSecret, business);
        if (issued !== undefined) secrets.webhookSecrets[business.bid] = issued;
        if (secrets.webhookSecrets[business.bid] === undefined) {
          throw new StartError(`the secret of business ${business.bid} is lost: remove ${folder} to start afresh`);
        }
        const sample = samples.find(
          ({ business: { bid }, agentChannel }) => bid === business.bid && agentChannel !== null,
        );
        await callscript(['business', 'configure', business.bid, '--agent-channel', String(sample?.agentChannel ?? 0)]);
      }
      await writePrivateJson(secretsFile, secrets);
    },
    [Symbol.asyncDispose]: () => supervisor[Symbol.asyncDispose](),
  };
}
