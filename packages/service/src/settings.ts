import { isIP } from 'node:net';
import { z } from 'zod';

/** Thrown at start-up: every missing or malformed setting with its name. */
export class SettingsError extends Error {
  readonly code = 'settings_invalid';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a process's settings from its environment. An empty variable counts as missing: that is how compose files and
 * unit files leave things out.
 *
 * @throws SettingsError naming every variable that is missing or malformed.
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name}: ${name in given ? issue.message : 'is required'}`;
  });
  throw new SettingsError(`invalid settings:\n${lines.join('\n')}`);
}

/** The kinds of value a setting can be. */
export const setting = {
  text: () => z.string(),
  url: (...protocols: string[]) =>
    z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error: `must be a URL (${protocols.join(', ')})` }),
  /** A whole number within bounds. */
  integer: (min: number, max: number) =>
    z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(min).max(max),
  number: (min: number, max: number) => z.coerce.number({ error: 'must be a number' }).min(min).max(max),
  port: () => setting.integer(0, 65_535),
  /** 32 bytes as 64 hexadecimal digits. */
  key: () =>
    z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)')
      .transform((hex) => Buffer.from(hex, 'hex')),
  /** Comma-separated; absent means none. */
  list: () =>
    z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      ),
  /** Addresses and CIDR ranges, comma-separated; absent means none. */
  addresses: () =>
    setting.list().refine((items) => items.every(isAddressOrRange), 'must be IP addresses or CIDR ranges'),
  /** One or more URLs, comma-separated. */
  urls: (...protocols: string[]) =>
    z
      .string()
      .transform((text) => text.split(',').map((item) => item.trim()))
      .pipe(z.tuple([setting.url(...protocols)], setting.url(...protocols))),
  oneOf: <const T extends readonly [string, ...string[]]>(...values: T) => z.enum(values),
};

function isAddressOrRange(text: string): boolean {
  const [address = '', prefix] = text.split('/', 2);
  const family = isIP(address);
  if (family === 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** What every process of the platform is told. */
export const commonSettings = {
  LOG_LEVEL: setting.oneOf('debug', 'info', 'warn', 'error', 'silent').default('info'),
  /** Where /health and /metrics are served; never the internet's business. */
  ADMIN_HOST: setting.text().default('127.0.0.1'),
  ADMIN_PORT: setting.port().default(0),
  /** How long running work may take to finish after SIGTERM. */
  SHUTDOWN_DEADLINE_MS: setting.integer(1_000, 600_000).default(25_000),
};

export const databaseSettings = { DATABASE_URL: setting.url('mysql') };
/** The broker's nodes; the client goes round them. */
export const brokerSettings = {
  BROKER_URL: setting.urls('amqp', 'amqps'),
};

/** What a process that runs a pipeline stage is told. */
export const stageSettings = {
  CONCURRENCY: setting.integer(1, 256),
  LEASE_MS: setting.integer(1_000, 3_600_000).default(60_000),
  TIME_LIMIT_MS: setting.integer(1_000, 3_600_000).default(600_000),
  /** Base of the exponential backoff with full jitter. */
  RETRY_BASE_MS: setting.integer(1, 3_600_000).default(5_000),
};
