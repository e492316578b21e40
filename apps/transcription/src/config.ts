import { brokerSettings, commonSettings, databaseSettings, setting, stageSettings } from '@callscript/service';
import { engineSettings } from '@callscript/speech/settings';
import { checkStoreUrl } from '@callscript/storage';
import { hostedSettings } from './hosted/hosted-settings.ts';
import { parseAllowedHosts } from './intake/recording-target.ts';

export const transcriptionSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  ...stageSettings,
  ...engineSettings,
  ...hostedSettings,
  CONCURRENCY: stageSettings.CONCURRENCY.default(4),
  /** Longer than elsewhere: the engine's calls share its lanes, and the time they wait for one counts. */
  TIME_LIMIT_MS: stageSettings.TIME_LIMIT_MS.default(1_800_000),
  /** `all` runs both roles; a GPU box runs `engine` alone. */
  TRANSCRIPTION_ROLE: setting.oneOf('all', 'intake', 'engine').default('all'),
  /** Where recordings are kept: `file:///folder` or `s3://bucket/prefix?endpoint=…`. */
  VAULT_URL: setting.text().superRefine(checkStoreUrl),
  /** `host:port` pairs from which recordings may be fetched although they are not public https. */
  RECORDING_ALLOWED_HOSTS: setting.list().refine((entries) => findMalformedHost(entries) === undefined, {
    error: ({ input }) => findMalformedHost(input as string[]),
  }),
  /** How long after its webhook a recording may be missing or empty before that costs attempts. */
  RECORDING_GRACE_MS: setting.integer(0, 86_400_000).default(60_000),
  RECORDING_MAX_BYTES: setting.integer(1_024, 10_737_418_240).default(536_870_912),
  /** A longer recording is refused before it is decoded. */
  RECORDING_MAX_SECONDS: setting.integer(1, 86_400).default(14_400),
  /** 64 hex digits, the same as the gateway's and the api's; needed by businesses that keep raw transcripts. */
  SECRETS_KEY: setting.key().optional(),
  /** What the model understands, BCP 47; `unknown` where it understands several. */
  ASR_LANGUAGE: setting.text().default('en'),
};

/** What is wrong with the first entry that is not `host:port`. */
function findMalformedHost(entries: readonly string[]): string | undefined {
  try {
    parseAllowedHosts(entries);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
