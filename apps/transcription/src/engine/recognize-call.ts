import type { CallRow } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import { AudioFormatError, type RecognizerThread } from '@callscript/speech';
import type { ObjectStore } from '@callscript/storage';
import {
  finishRecognition,
  saveRecognition,
  type FinishDeps,
  type FinishedRecognition,
} from '../save-recognized-call.ts';

export interface RecognizeCallDeps extends FinishDeps {
  vault: ObjectStore;
  recognizer: Pick<RecognizerThread, 'device' | 'transcribe'>;
  model: { name: string; precision: string };
  maxBytes: number;
  maxSeconds: number;
}

/** The engine: the vault's copy into words, speakers and times. A call without a word is a normal outcome. */
export function recognizeCall(deps: RecognizeCallDeps): StageHandler<FinishedRecognition> {
  const { vault, recognizer, model } = deps;
  return {
    stage: 'recognize',
    async work(call, { signal }) {
      const bytes = await vault.getBuffer(vault.keyOf(requireStoragePath(call)), { maxBytes: deps.maxBytes });
      const startedAt = performance.now();
      try {
        const { call: recognized, codec, truncated } = await recognizer.transcribe(bytes, deps.maxSeconds, signal);
        return await finishRecognition(deps, call, {
          call: { ...recognized, language: 'en' },
          provider: 'parakeet',
          model: model.name,
          costUsd: null,
          meta: {
            compute_ms: Math.round(performance.now() - startedAt),
            device: recognizer.device,
            precision: model.precision,
            channels: recognized.separation === 'channels' ? 2 : 1,
            codec,
            truncated,
          },
        });
      } catch (error) {
        if (error instanceof AudioFormatError)
          throw new StageError('permanent', error.code, error.message, { cause: error });
        throw error;
      }
    },
    async save(tx, call, recognition) {
      await saveRecognition(tx, call, recognition);
      return { state: 'transcribed', next: 'analyze' };
    },
  };
}

function requireStoragePath(call: CallRow): string {
  // The table's constraint makes this impossible; the type cannot say so.
  if (call.storage_path === null)
    throw new StageError('permanent', 'no_vault_copy', 'the call has no copy in the vault');
  return call.storage_path;
}
