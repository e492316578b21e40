import { createHash, randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StoredObject } from './object-store.ts';
import { writeHashed } from './write-hashed.ts';

export interface Spooled extends AsyncDisposable, StoredObject {
  /** A buffer, or a fresh stream of the file. */
  open(): Buffer | Readable;
}

/**
 * The whole body where it can be measured before it is sent. A stream goes into a file that has no name any more
 * when the first byte is written, so that even a killed process leaves nothing behind.
 */
export async function spool(
  body: Readable | Buffer,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Spooled> {
  if (Buffer.isBuffer(body)) {
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { bytes: body.byteLength, sha256, open: () => body, [Symbol.asyncDispose]: async () => {} };
  }
  const file = await openNameless(folder);
  try {
    const stored = await writeHashed(file, body, signal);
    return {
      ...stored,
      open: () => file.createReadStream({ start: 0, autoClose: false }),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `callscript-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
