import { brokerSettings, commonSettings, databaseSettings, setting, stageSettings } from '@callscript/service';
import { checkStoreUrl } from '@callscript/storage';

export const archiveSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  ...stageSettings,
  CONCURRENCY: stageSettings.CONCURRENCY.default(2),
  /** Where exports go: `file:///folder` or `s3://bucket/prefix?endpoint=…`. */
  ARCHIVE_URL: setting.text().superRefine(checkStoreUrl),
  /** Where recordings are, for businesses that archive their audio. */
  VAULT_URL: setting.text().superRefine(checkStoreUrl),
};
