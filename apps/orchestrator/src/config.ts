import { brokerSettings, commonSettings, databaseSettings, setting } from '@callscript/service';

export const orchestratorSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  SWEEP_INTERVAL_MS: setting.integer(100, 3_600_000).default(60_000),
  /** A call this old that is still `received` was accepted while the broker was away. */
  RECEIVED_GRACE_MS: setting.integer(0, 3_600_000).default(10_000),
  RETRY_BASE_MS: setting.integer(1, 3_600_000).default(5_000),
  /** How long entries of the webhook log and of sys_logs are kept. */
  LOG_RETENTION_DAYS: setting.integer(1, 3_650).default(90),
};
