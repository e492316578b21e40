import { createReadStream } from 'node:fs';
import type { Redaction } from '@callscript/contracts';
import type { CallRow } from '@callscript/db';
import { muteRecording } from '@callscript/speech';
import type { ObjectStore, StoredObject } from '@callscript/storage';
import { copyFromVault } from './copy-from-vault.ts';

/** Words begin before and end after the times that recognition gives them. */
const paddingSeconds = 0.2;

/** Silences what was redacted in the vault's copy of a call, in its place: the unredacted recording is gone. */
export async function muteRedacted(
  vault: ObjectStore,
  call: CallRow,
  redactions: readonly Redaction[],
  signal: AbortSignal,
): Promise<StoredObject> {
  await using copy = await copyFromVault(vault, call, signal);
  const muted = `${copy.path}-muted`;
  const ranges = redactions.map(({ start, end }) => ({
    start: Math.max(0, start - paddingSeconds),
    end: end + paddingSeconds,
  }));
  await muteRecording(copy.path, muted, ranges, { signal });
  // Whoever has lost the call's lease by now leaves the recording to its successor.
  signal.throwIfAborted();
  return await vault.put(copy.key, createReadStream(muted), { signal });
}
