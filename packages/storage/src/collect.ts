import type { Readable } from 'node:stream';
import { ObjectTooLargeError } from './errors.ts';

/** The whole stream in memory, or ObjectTooLargeError as soon as it passes `maxBytes`. */
export async function collect(key: string, stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ObjectTooLargeError(key, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
