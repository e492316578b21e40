import type { CallRow } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import type { ObjectStore } from '@callscript/storage';
import type { FetchedRecording, RecordingFetcher } from './recording-fetcher.ts';
import { vaultKey } from './vault-key.ts';

/** Intake: copies the recording from its source into the vault. Nothing later reads the source again. */
export function secureRecording(deps: {
  fetcher: RecordingFetcher;
  vault: ObjectStore;
}): StageHandler<FetchedRecording> {
  const { fetcher, vault } = deps;
  return {
    stage: 'transcribe',
    async work(call: CallRow, { signal }) {
      if (call.recording_url === null)
        throw new StageError('permanent', 'no_recording', 'the call has no recording URL');
      return await fetcher.fetch(call.recording_url, {
        signal,
        store: vault,
        key: (extension) => vaultKey(call, extension),
      });
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
