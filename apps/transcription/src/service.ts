import { basename } from 'node:path';
import { createSecretBox, type Database } from '@callscript/db';
import { modelDirectory } from '@callscript/demo-model';
import { startStageService, type StageHandler } from '@callscript/pipeline';
import type { Service, ServiceContext } from '@callscript/service';
import { ModelError, SpeechEngine } from '@callscript/speech';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import type { z } from 'zod';
import type { transcriptionSettings } from './config.ts';
import { recognizeCall } from './engine/recognize-call.ts';
import { createRecordingFetcher } from './intake/recording-fetcher.ts';
import { secureRecording } from './intake/secure-recording.ts';

type Settings = z.infer<z.ZodObject<typeof transcriptionSettings>>;

export async function startTranscription(context: ServiceContext<Settings>): Promise<Service> {
  const { settings } = context;
  return await startStageService({
    name: 'transcription',
    context,
    async build({ database, stack }) {
      const vault = stack.use(createObjectStore(settings.VAULT_URL));
      const role = settings.TRANSCRIPTION_ROLE;
      const handlers: StageHandler<unknown>[] = [];
      if (role !== 'engine') handlers.push(buildIntake(settings, vault, stack) as StageHandler<unknown>);
      if (role !== 'intake')
        handlers.push((await buildEngine(settings, vault, database, stack)) as StageHandler<unknown>);
      return handlers;
    },
  });
}

function buildIntake(settings: Settings, vault: ObjectStore, stack: AsyncDisposableStack) {
  const fetcher = createRecordingFetcher({
    allowedHosts: settings.RECORDING_ALLOWED_HOSTS,
    maxBytes: settings.RECORDING_MAX_BYTES,
  });
  return secureRecording({ fetcher: stack.use(fetcher), vault, graceMs: settings.RECORDING_GRACE_MS });
}

/** The models live in a process of their own: what native code, a GPU or memory does to it, the leases here outlive. */
async function buildEngine(settings: Settings, vault: ObjectStore, { db }: Database, stack: AsyncDisposableStack) {
  const engine = stack.use(await startEngine(settings));
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

async function startEngine(settings: Settings): Promise<SpeechEngine> {
  try {
    return await SpeechEngine.start({
      modelDirectory: settings.ASR_MODEL_DIR ?? modelDirectory,
      precision: settings.ASR_PRECISION,
      device: settings.ASR_DEVICE,
      intraOpThreads: settings.ASR_THREADS,
      lanes: settings.ASR_LANES,
    });
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'device_unusable') throw error;
    const advice = 'docs/gpu-box.md says what to install; onnxruntime names a missing library above.';
    throw new Error(`ASR_DEVICE=${settings.ASR_DEVICE}: ${error.message} (${advice})`, { cause: error });
  }
}
