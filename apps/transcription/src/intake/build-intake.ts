import { createSecretBox, type Database } from '@callscript/db';
import type { StageHandler } from '@callscript/pipeline';
import type { ServiceContext } from '@callscript/service';
import type { ObjectStore } from '@callscript/storage';
import type { z } from 'zod';
import type { transcriptionSettings } from '../config.ts';
import { createProviders } from '../hosted/create-providers.ts';
import { createHostedMetrics } from '../hosted/metrics.ts';
import { createRecordingFetcher } from './recording-fetcher.ts';
import { workOnCall } from './work-on-call.ts';

export interface IntakeSurroundings {
  readonly vault: ObjectStore;
  readonly database: Database;
  /** Closes what intake opens. */
  readonly stack: AsyncDisposableStack;
}

/** The intake role, from its settings. */
export function buildIntake(
  { settings, logger, metrics: registry }: ServiceContext<z.infer<z.ZodObject<typeof transcriptionSettings>>>,
  { vault, database: { db }, stack }: IntakeSurroundings,
): StageHandler<unknown> {
  const fetcher = stack.use(
    createRecordingFetcher({
      allowedHosts: settings.RECORDING_ALLOWED_HOSTS,
      maxBytes: settings.RECORDING_MAX_BYTES,
    }),
  );
  const metrics = createHostedMetrics(registry);
  const providers = createProviders({ settings, db, logger, metrics, stack });
  return workOnCall({
    db,
    secretBox: settings.SECRETS_KEY && createSecretBox(settings.SECRETS_KEY),
    vault,
    secure: { fetcher, vault, graceMs: settings.RECORDING_GRACE_MS },
    hosted: { vault, providers, maxSeconds: settings.RECORDING_MAX_SECONDS, metrics },
    concurrency: settings.INTAKE_CONCURRENCY,
  });
}
