import { getPipelineConfig } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import { AudioFormatError, type AudioFormatErrorCode, type SpeechEngine } from '@callscript/speech';
import { copyFromVault } from '../copy-from-vault.ts';
import {
  checkFinishable,
  finishRecognition,
  saveRecognition,
  type FinishDeps,
  type FinishedRecognition,
} from '../save-recognized-call.ts';

export interface RecognizeCallDeps extends FinishDeps {
  readonly engine: Pick<SpeechEngine, 'recognize'>;
  readonly model: string;
  /** BCP 47; null where the model understands several and does not say which it heard. */
  readonly language: string | null;
  readonly maxSeconds: number;
}

/** The engine: the vault's copy into words, speakers and times. A call without a word is a normal outcome. */
export function recognizeCall(deps: RecognizeCallDeps): StageHandler<FinishedRecognition> {
  const { db, vault, engine, model, language, maxSeconds } = deps;
  return {
    stage: 'recognize',
    async work(call, { signal }) {
      const config = await getPipelineConfig(db, call.bid);
      checkFinishable(deps, config);
      await using copy = await copyFromVault(vault, call, signal);
      const request = { file: copy.path, maxSeconds, speakers: config.expected_speakers ?? undefined };
      const { call: recognized, meta } = await engine.recognize(request, signal).catch((error: unknown) => {
        throw asPermanent(error);
      });
      const recognition = {
        call: { ...recognized, language },
        provider: 'parakeet',
        model,
        costUsd: null,
        recording: copy,
        meta: {
          device: meta.device,
          precision: meta.precision,
          container: meta.container,
          codec: meta.codec,
          channels: meta.channels,
          truncated: meta.truncated,
          compute_ms: meta.computeMs,
          encoder_ms: meta.encoderMs,
          diarization_ms: meta.diarizationMs,
          batch_mean: meta.batchMean,
        },
      } as const;
      return await finishRecognition(deps, call, recognition, signal);
    },
    async save(tx, call, recognition) {
      return await saveRecognition(tx, call, recognition);
    },
  };
}

/** What no other provider could recognise either; other codecs, rates and channels one might. */
const hopeless: ReadonlySet<AudioFormatErrorCode> = new Set(['not_audio', 'damaged', 'empty', 'too_long']);

/** No other try makes a recording of what is none. */
function asPermanent(error: unknown): unknown {
  if (!(error instanceof AudioFormatError)) return error;
  const alternative = hopeless.has(error.code) ? ({ alternative: 'never' } as const) : {};
  return new StageError('permanent', error.code, error.message, { cause: error, ...alternative });
}
