import type { CallRow } from '@callscript/db';
import { StageError } from '@callscript/pipeline';
import type { ObjectStore } from '@callscript/storage';
import { RecordingError, type RecordingErrorCode } from './recording-error.ts';
import type { FetchedRecording, RecordingFetcher } from './recording-fetcher.ts';
import { vaultKey } from './vault-key.ts';

export interface SecureRecordingDeps {
  readonly fetcher: RecordingFetcher;
  readonly vault: ObjectStore;
  /** For so long after its webhook a recording that is not there yet counts as late, not as missing. */
  readonly graceMs: number;
}

/** What a source says of a recording that it has announced and not written yet. */
const lateCodes: ReadonlySet<RecordingErrorCode> = new Set(['not_found', 'empty']);
const lateRetryMs = 5_000;

/** Copies a call's recording from its source into the vault. Nothing later reads the source again. */
export async function secureRecording(
  { fetcher, vault, graceMs }: SecureRecordingDeps,
  call: CallRow,
  signal: AbortSignal,
): Promise<FetchedRecording> {
  if (call.recording_url === null) throw new StageError('permanent', 'no_recording', 'the call has no recording URL');
  try {
    const key = (extension: string): string => vaultKey(call, extension);
    return await fetcher.fetch(call.recording_url, { signal, store: vault, key });
  } catch (error) {
    throw asLate(call, error, graceMs);
  }
}

/** A late recording is waited for without costing an attempt. */
function asLate(call: CallRow, error: unknown, graceMs: number): unknown {
  if (!(error instanceof RecordingError) || !lateCodes.has(error.code)) return error;
  const announcedAt = call.webhook_received_at ?? call.created_at;
  if (Date.now() - announcedAt.getTime() >= graceMs) return error;
  return new StageError('throttled', error.code, error.message, { cause: error, retryAfterMs: lateRetryMs });
}
