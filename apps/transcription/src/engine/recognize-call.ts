import { getPipelineConfig, saveTranscript, type CallRow, type Db } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import { AudioFormatError, type RecognizerThread, type Transcript } from '@callscript/speech';
import type { ObjectStore } from '@callscript/storage';

interface Recognized {
  transcript: Transcript;
  computeMs: number;
}

export interface RecognizeCallDeps {
  db: Db;
  vault: ObjectStore;
  recognizer: Pick<RecognizerThread, 'device' | 'transcribe'>;
  model: { name: string; precision: string };
  maxBytes: number;
  maxSeconds: number;
}

/** The engine: the vault's copy into words, speakers and times. A call without a word is a normal outcome. */
export function recognizeCall(deps: RecognizeCallDeps): StageHandler<Recognized> {
  const { db, vault, recognizer, model } = deps;
  return {
    stage: 'recognize',
    async work(call, { signal }) {
      const { agent_channel } = await getPipelineConfig(db, call.bid);
      const bytes = await vault.getBuffer(vault.keyOf(requireStoragePath(call)), { maxBytes: deps.maxBytes });
      const startedAt = performance.now();
      try {
        const transcript = await recognizer.transcribe(bytes, {
          agentChannel: agent_channel === 1 ? 1 : 0,
          maxSeconds: deps.maxSeconds,
          signal,
        });
        return { transcript, computeMs: Math.round(performance.now() - startedAt) };
      } catch (error) {
        if (error instanceof AudioFormatError)
          throw new StageError('permanent', error.code, error.message, { cause: error });
        throw error;
      }
    },
    async save(tx, call, { transcript, computeMs }) {
      await saveTranscript(tx, {
        bid: call.bid,
        callid: call.callid,
        transcript: transcript.text,
        speaker_segments: transcript.segments.map((segment) => ({
          ...segment,
          words: segment.words.map((word) => ({ ...word })),
        })),
        language: 'en',
        stt_provider: 'parakeet',
        model: model.name,
        audio_seconds: transcript.durationSeconds,
        processing_meta: {
          compute_ms: computeMs,
          device: recognizer.device,
          precision: model.precision,
          channels: transcript.channels,
          codec: transcript.codec,
          truncated: transcript.truncated,
        },
      });
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
