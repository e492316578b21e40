import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CallRow } from '@callscript/db';
import { StageError } from '@callscript/pipeline';
import type { ObjectStore, StoredObject } from '@callscript/storage';

export interface VaultCopy extends AsyncDisposable, StoredObject {
  /** A file without an extension: what it is, its bytes say. */
  readonly path: string;
  /** The object's key in the vault. */
  readonly key: string;
}

/** The recording of a call as a local file, which is gone when the copy is disposed of. Memory does not grow with it. */
export async function copyFromVault(vault: ObjectStore, call: CallRow, signal: AbortSignal): Promise<VaultCopy> {
  // The table's constraint makes this impossible; the type cannot say so.
  if (call.storage_path === null)
    throw new StageError('permanent', 'no_vault_copy', 'the call has no copy in the vault');
  const key = vault.keyOf(call.storage_path);
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'callscript-recording-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'recording');
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measure(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  await pipeline(await vault.get(key), measure, createWriteStream(path, { mode: 0o600 }), { signal });
  const resources = stack.move();
  return { path, key, bytes, sha256: hash.digest('hex'), [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
