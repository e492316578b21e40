import { brokerSettings, commonSettings, databaseSettings, setting } from '@callscript/service';
import { checkStoreUrl } from '@callscript/storage';
import type { z } from 'zod';

export const apiSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  HOST: setting.text().default('127.0.0.1'),
  PORT: setting.port().default(8003),
  /** Signs access tokens; every process of the API has the same one. */
  JWT_SECRET: setting.key(),
  ACCESS_TOKEN_TTL_SECONDS: setting.integer(60, 86_400).default(900),
  /** Where the archive app puts its exports. */
  ARCHIVE_URL: setting.text().superRefine(checkStoreUrl),
  /** Opens transcripts from before redaction, as the transcription app sealed them; they stay closed without it. */
  SECRETS_KEY: setting.key().optional(),
  TRUSTED_PROXIES: setting.addresses(),
};
export type ApiSettings = z.infer<z.ZodObject<typeof apiSettings>>;
