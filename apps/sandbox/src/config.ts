import { commonSettings, setting } from '@callscript/service';
import type { z } from 'zod';

export type Config = {
  http: { host: string; port: number };
  smtp: { host: string; port: number; maxMessageBytes: number };
  inbox: {
    /** Where messages survive a restart; null keeps them in memory alone. */
    folder: string | null;
    maxMessages: number;
    maxBytes: number;
  };
  mcube: {
    /** Where uploaded recordings go; null means a temporary folder. */
    uploadFolder: string | null;
    maxUploadBytes: number;
    /** The waits between a webhook's attempts; one attempt more than there are waits. */
    retryDelaysMs: readonly number[];
    timeoutMs: number;
  };
  sarvam: {
    /** How long a batch job takes. */
    jobMs: number;
  };
};

const mebibyte = 1024 * 1024;

export const sandboxSettings = {
  ...commonSettings,
  SANDBOX_HOST: setting.text().default('127.0.0.1'),
  SANDBOX_PORT: setting.port().default(8900),
  SANDBOX_SMTP_PORT: setting.port().default(1025),
  SANDBOX_DATA_FOLDER: setting.text().optional(),
  SANDBOX_INBOX_MAX_MESSAGES: setting.integer(1, 100_000).default(500),
  SANDBOX_INBOX_MAX_MIB: setting.integer(1, 4096).default(64),
  SANDBOX_SARVAM_JOB_MS: setting.integer(0, 3_600_000).default(3_000),
};

export function buildConfig(settings: z.infer<z.ZodObject<typeof sandboxSettings>>): Config {
  const dataFolder = settings.SANDBOX_DATA_FOLDER;
  return {
    http: { host: settings.SANDBOX_HOST, port: settings.SANDBOX_PORT },
    smtp: { host: settings.SANDBOX_HOST, port: settings.SANDBOX_SMTP_PORT, maxMessageBytes: 25 * mebibyte },
    inbox: {
      folder: dataFolder ? `${dataFolder}/inbox` : null,
      maxMessages: settings.SANDBOX_INBOX_MAX_MESSAGES,
      maxBytes: settings.SANDBOX_INBOX_MAX_MIB * mebibyte,
    },
    mcube: {
      uploadFolder: dataFolder ? `${dataFolder}/recordings` : null,
      maxUploadBytes: 64 * mebibyte,
      retryDelaysMs: [500, 2000],
      timeoutMs: 15_000,
    },
    sarvam: { jobMs: settings.SANDBOX_SARVAM_JOB_MS },
  };
}
