import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import type { StoredObject } from './object-store.ts';

/** Writes the whole body to an open file, one chunk in memory at a time. A body that fails makes this fail with its error. */
export async function writeHashed(
  file: FileHandle,
  body: Readable | Buffer,
  signal: AbortSignal | undefined,
): Promise<StoredObject> {
  signal?.throwIfAborted();
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measure(chunks: AsyncIterable<Buffer | string> | Iterable<Buffer>) {
    for await (const chunk of chunks) {
      const data = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(data);
      bytes += data.byteLength;
      yield data;
    }
  }
  if (Buffer.isBuffer(body)) {
    await file.writeFile(measure([body]));
  } else {
    if (signal) addAbortSignal(signal, body);
    await file.writeFile(measure(body));
  }
  return { bytes, sha256: hash.digest('hex') };
}
