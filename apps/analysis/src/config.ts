import { brokerSettings, commonSettings, databaseSettings, setting, stageSettings } from '@callscript/service';
import { z } from 'zod';

export const analysisSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  ...stageSettings,
  CONCURRENCY: stageSettings.CONCURRENCY.default(8),
  /** Judges calls of businesses that ask for none in particular. */
  JUDGE: setting.oneOf('rules', 'bedrock').default('rules'),
  BEDROCK_REGION: setting.text().default('us-east-1'),
  /** A model or inference profile that takes tools; ids are withdrawn, so it is a setting. */
  BEDROCK_MODEL_ID: setting.text().default('us.amazon.nova-lite-v1:0'),
  /** US dollars for a million tokens in and out (`0.06/0.24`); needed for models and regions without a list price here. */
  BEDROCK_PRICE: z
    .string()
    .regex(/^\d+(\.\d+)?\/\d+(\.\d+)?$/, 'must be two numbers: 0.06/0.24')
    .transform((text) => text.split('/').map(Number))
    .pipe(z.tuple([z.number(), z.number()]))
    .optional(),
  BEDROCK_TIMEOUT_MS: setting.integer(1_000, 600_000).default(60_000),
  /** Another address that speaks the Bedrock wire; for tests and gateways. */
  BEDROCK_ENDPOINT: setting.url('http', 'https').optional(),
};
