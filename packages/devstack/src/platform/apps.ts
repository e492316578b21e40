import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Servers } from '../servers/start-servers.ts';
import type { PlatformPorts } from './ports.ts';
import type { DevelopmentSecrets } from './secrets.ts';
import type { AppProcess } from './supervisor.ts';

const host = '127.0.0.1';

/**
 * Every app with its settings for one machine. A variable of the caller's environment wins over the defaults here (so a
 * lease or an interval can be tried out), never over what the apps must agree on.
 */
export function describeApps(options: {
  root: string;
  folder: string;
  ports: PlatformPorts;
  secrets: DevelopmentSecrets;
  servers: Pick<Servers, 'brokerUrl' | 'databaseUrl'>;
  environment: NodeJS.ProcessEnv;
}): AppProcess[] {
  const { root, folder, ports, secrets, servers, environment } = options;
  // Fault recovery that a person can watch: seconds, where production waits for a minute.
  const defaults = { LEASE_MS: '15000', SWEEP_INTERVAL_MS: '5000', RETRY_BASE_MS: '2000' };
  const shared = {
    DATABASE_URL: servers.databaseUrl,
    BROKER_URL: servers.brokerUrl,
    VAULT_URL: pathToFileURL(join(folder, 'vault')).href,
    ARCHIVE_URL: pathToFileURL(join(folder, 'archive')).href,
    HOST: host,
    ADMIN_PORT: '0',
  };
  const sandboxUrl = `http://${host}:${ports.sandbox}`;
  const allowedHosts = [environment['RECORDING_ALLOWED_HOSTS'], `${host}:${ports.sandbox}`].filter(Boolean).join();
  const specific: Record<string, NodeJS.ProcessEnv> = {
    sandbox: {
      SANDBOX_HOST: host,
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_SMTP_PORT: String(ports.smtp),
      SANDBOX_DATA_FOLDER: join(folder, 'sandbox'),
    },
    gateway: {
      PORT: String(ports.gateway),
      MCUBE_PLATFORM_SECRET: secrets.platformSecret,
      SECRETS_KEY: secrets.secretsKey,
    },
    transcription: {
      RECORDING_ALLOWED_HOSTS: allowedHosts,
      SECRETS_KEY: secrets.secretsKey,
      // A business can be switched to a hosted provider without an account anywhere: the sandbox takes any key.
      SARVAM_BASE_URL: environment['SARVAM_BASE_URL'] || `${sandboxUrl}/sarvam`,
      SARVAM_API_KEY: environment['SARVAM_API_KEY'] || 'sandbox',
      DEEPGRAM_BASE_URL: environment['DEEPGRAM_BASE_URL'] || `${sandboxUrl}/deepgram`,
      DEEPGRAM_API_KEY: environment['DEEPGRAM_API_KEY'] || 'sandbox',
    },
    analysis: {},
    notification: { SMTP_URL: environment['SMTP_URL'] || `smtp://${host}:${ports.smtp}` },
    archive: {},
    orchestrator: {},
    api: { PORT: String(ports.api), JWT_SECRET: secrets.jwtSecret, SECRETS_KEY: secrets.secretsKey },
  };
  return Object.entries(specific).map(([name, settings]) => ({
    name,
    main: join(root, 'apps', name, 'src/main.ts'),
    environment: { ...defaults, ...environment, ...shared, ...settings },
  }));
}
