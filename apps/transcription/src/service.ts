import { basename } from 'node:path';
import { createSecretBox, type Database } from '@callscript/db';
import { startStageService, type StageHandler } from '@callscript/pipeline';
import type { Service, ServiceContext } from '@callscript/service';
import type { SpeechEngine } from '@callscript/speech';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import type { z } from 'zod';
import type { transcriptionSettings } from './config.ts';
import { recognizeCall } from './engine/recognize-call.ts';
import { startEngine } from './engine/start-engine.ts';
import { buildIntake } from './intake/build-intake.ts';

type Settings = z.infer<z.ZodObject<typeof transcriptionSettings>>;

export async function startTranscription(context: ServiceContext<Settings>): Promise<Service> {
  const { settings } = context;
  const role = settings.TRANSCRIPTION_ROLE;
  await using stack = new AsyncDisposableStack();
  // Started before the stage takes calls, and closed after it has finished them.
  const engine = role === 'intake' ? undefined : stack.use(await startEngine(context));
  const service = await startStageService({
    name: 'transcription',
    context,
    async build({ database, stack }) {
      const vault = stack.use(createObjectStore(settings.VAULT_URL));
      const handlers: StageHandler<unknown>[] = [];
      if (role !== 'engine') handlers.push(buildIntake(context, { vault, database, stack }));
      if (engine !== undefined) handlers.push(buildEngine(settings, vault, database, engine) as StageHandler<unknown>);
      return handlers;
    },
  });
  stack.use(service);
  const resources = stack.move();
  return {
    checks: { ...service.checks, ...(engine && { engine: () => engine.isReady }) },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function buildEngine(settings: Settings, vault: ObjectStore, { db }: Database, engine: SpeechEngine) {
  return recognizeCall({
    db,
    secretBox: settings.SECRETS_KEY && createSecretBox(settings.SECRETS_KEY),
    vault,
    engine,
    model: settings.ASR_MODEL_DIR === undefined ? 'parakeet-tdt-demo' : basename(settings.ASR_MODEL_DIR),
    language: settings.ASR_LANGUAGE === 'unknown' ? null : settings.ASR_LANGUAGE,
    maxSeconds: settings.RECORDING_MAX_SECONDS,
  });
}
