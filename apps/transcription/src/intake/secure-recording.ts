import type { CallRow } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import type { ObjectStore } from '@callscript/storage';
import { RecordingError, type RecordingErrorCode } from './recording-error.ts';
import type { FetchedRecording, RecordingFetcher } from './recording-fetcher.ts';
import { vaultKey } from './vault-key.ts';

export interface SecureRecordingDeps {
  fetcher: RecordingFetcher;
  vault: ObjectStore;
  /** For so long after its webhook a recording that is not there yet counts as late, not as missing. */
  graceMs: number;
}

/** What a source says of a recording that it has announced and not written yet. */
const lateCodes: ReadonlySet<RecordingErrorCode> = new Set(['not_found', 'empty']);
const lateRetryMs = 5_000;

/** Intake: copies the recording from its source into the vault. Nothing later reads the source again. */
export function secureRecording(deps: SecureRecordingDeps): StageHandler<FetchedRecording> {
  const { fetcher, vault, graceMs } = deps;

  /** A late recording is waited for without costing an attempt. */
  function asLate(call: CallRow, error: unknown): unknown {
    if (!(error instanceof RecordingError) || !lateCodes.has(error.code)) return error;
    const announcedAt = call.webhook_received_at ?? call.created_at;
    if (Date.now() - announcedAt.getTime() >= graceMs) return error;
    return new StageError('throttled', error.code, error.message, { cause: error, retryAfterMs: lateRetryMs });
  }

  return {
    stage: 'transcribe',
    async work(call: CallRow, { signal }) {
      if (call.recording_url === null)
        throw new StageError('permanent', 'no_recording', 'the call has no recording URL');
      try {
        return await fetcher.fetch(call.recording_url, {
          signal,
          store: vault,
          key: (extension) => vaultKey(call, extension),
        });
      } catch (error) {
        throw asLate(call, error);
      }
    },
    async save(_tx, _call, recording) {
      return {
        state: 'queued',
        next: 'recognize',
        columns: {
          storage_path: vault.url(recording.key),
          storage_sha256: recording.sha256,
          storage_bytes: recording.bytes,
        },
      };
    },
  };
}
