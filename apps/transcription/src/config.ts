import { brokerSettings, commonSettings, databaseSettings, setting, stageSettings } from '@callscript/service';
import { parseAllowedHosts } from './intake/recording-target.ts';

export const transcriptionSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  ...stageSettings,
  CONCURRENCY: stageSettings.CONCURRENCY.default(4),
  /** `all` runs both roles; a GPU box runs `engine` alone. */
  TRANSCRIPTION_ROLE: setting.oneOf('all', 'intake', 'engine').default('all'),
  /** Where recordings are kept: `file:///folder` or `s3://bucket/prefix?endpoint=…`. */
  VAULT_URL: setting.url('file', 's3'),
  /** `host:port` pairs from which recordings may be fetched although they are not public https. */
  RECORDING_ALLOWED_HOSTS: setting.list().refine((entries) => findMalformedHost(entries) === undefined, {
    error: ({ input }) => findMalformedHost(input as string[]),
  }),
  RECORDING_MAX_BYTES: setting.integer(1_024, 10_737_418_240).default(536_870_912),
  /** The model's folder; the demo model when absent. */
  ASR_MODEL_DIR: setting.text().optional(),
  ASR_PRECISION: setting.oneOf('fp32', 'int8').default('fp32'),
  ASR_THREADS: setting.integer(1, 64).default(1),
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
