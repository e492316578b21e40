import { getPipelineConfig, type CallRow } from '@callscript/db';
import { stageOfTurn, turnOf, type StageHandler, type WorkContext } from '@callscript/pipeline';
import type { ObjectStore } from '@callscript/storage';
import { recognizeHosted, type RecognizeHostedDeps } from '../hosted/recognize-hosted.ts';
import {
  checkFinishable,
  finishRecognition,
  saveRecognition,
  type FinishDeps,
  type FinishedRecognition,
} from '../save-recognized-call.ts';
import type { FetchedRecording } from './recording-fetcher.ts';
import { secureRecording, type SecureRecordingDeps } from './secure-recording.ts';

export interface IntakeDeps extends FinishDeps {
  readonly secure: SecureRecordingDeps;
  readonly hosted: RecognizeHostedDeps;
  readonly concurrency: number;
}

type Turn = ReturnType<typeof stageOfTurn>;

/** What intake has done for a call: the first of what was missing. */
type IntakeResult =
  | { kind: 'secured'; recording: FetchedRecording; next: Turn }
  /** Nothing was left to do here: it is the engine's turn. */
  | { kind: 'handed_on' }
  | { kind: 'recognized'; recognition: FinishedRecognition };

/**
 * Intake: everything that is waiting for others. It copies the recording from its source into the vault, and in a claim of
 * its own has it recognised where that is a hosted provider's turn; Parakeet's turns go to the engine.
 */
export function workOnCall(deps: IntakeDeps): StageHandler<IntakeResult> {
  return {
    stage: 'transcribe',
    concurrency: deps.concurrency,
    work: async (call, context) => await work(deps, call, context),
    async save(tx, call, result) {
      switch (result.kind) {
        case 'secured':
          return { state: 'queued', next: result.next, columns: describeCopy(deps.vault, result.recording) };
        case 'handed_on':
          return { state: 'queued', next: 'recognize' };
        case 'recognized':
          return await saveRecognition(tx, call, result.recognition);
      }
    },
  };
}

async function work(deps: IntakeDeps, call: CallRow, { signal }: WorkContext): Promise<IntakeResult> {
  const config = await getPipelineConfig(deps.db, call.bid);
  const turn = turnOf(call, config);
  if (call.storage_path === null) {
    const recording = await secureRecording(deps.secure, call, signal);
    return { kind: 'secured', recording, next: stageOfTurn(turn) };
  }
  if (turn === 'parakeet') return { kind: 'handed_on' };
  checkFinishable(deps, config);
  const recognized = await recognizeHosted(deps.hosted, turn, { call, config, signal });
  return { kind: 'recognized', recognition: await finishRecognition(deps, call, recognized, signal) };
}

function describeCopy(vault: ObjectStore, { key, sha256, bytes }: FetchedRecording) {
  return { storage_path: vault.url(key), storage_sha256: sha256, storage_bytes: bytes };
}
