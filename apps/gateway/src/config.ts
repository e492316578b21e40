import { brokerSettings, commonSettings, databaseSettings, setting } from '@callscript/service';

export const gatewaySettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  HOST: setting.text().default('127.0.0.1'),
  PORT: setting.port().default(8002),
  /** Signs billing events; shared with Mcube out of band. */
  MCUBE_PLATFORM_SECRET: setting.text().min(16, 'must have at least 16 characters'),
  /** Encrypts the businesses' own secrets in the database. */
  SECRETS_KEY: setting.key(),
  BODY_LIMIT_BYTES: setting.integer(1_024, 1_048_576).default(65_536),
  /** Requests per minute and address, and accepted calls per minute and business. */
  RATE_LIMIT_PER_IP: setting.integer(1, 100_000_000).default(60_000),
  RATE_LIMIT_PER_BID: setting.integer(1, 100_000_000).default(30_000),
  TRUSTED_PROXIES: setting.addresses(),
};
