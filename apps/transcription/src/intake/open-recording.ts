import { describeContent, headBytes, sniffAudio, type AudioFormat } from './audio-format.ts';
import { RecordingError } from './recording-error.ts';
import type { TransferWatch } from './transfer-watch.ts';

export interface OpenRecording {
  format: AudioFormat;
  /** The whole file, its first bytes included. Throws a RecordingError when the file turns out to be unfit. */
  chunks: AsyncGenerator<Buffer>;
}

interface Source {
  host: string;
  body: AsyncIterable<Buffer>;
  maxBytes: number;
  watch: TransferWatch;
}

/** No format says anything in fewer bytes: such a file is a header whose sound is not written yet. */
const soundlessBytes = 64;

/**
 * Reads as much as it takes to know what the body is.
 * @throws RecordingError empty, not_audio, or whatever ends the transfer
 */
export async function openRecording(source: Source): Promise<OpenRecording> {
  const body = readBounded(source);
  const head = await readHead(body);
  if (head.byteLength === 0) throw new RecordingError('empty', `${source.host} sent an empty recording`);
  const format = sniffAudio(head);
  if (!format) throw new RecordingError('not_audio', `${source.host} sent ${describeContent(head)}, not a recording`);
  return { format, chunks: readWhole(source.host, head, body) };
}

async function* readBounded({ host, body, maxBytes, watch }: Source): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = body[Symbol.asyncIterator]();
  watch.expectBody();
  try {
    while (true) {
      const next = await readNext(chunks, host, watch.signal);
      if (next.done) return;
      bytes += next.value.byteLength;
      if (bytes > maxBytes) throw tooLarge(host, maxBytes);
      watch.count(next.value.byteLength);
      yield next.value;
    }
  } finally {
    // What happens to the bytes from here on is the store's affair, and no longer the server's.
    watch[Symbol.dispose]();
  }
}

async function readNext(chunks: AsyncIterator<Buffer>, host: string, signal: AbortSignal) {
  try {
    return await chunks.next();
  } catch (error) {
    signal.throwIfAborted();
    throw new RecordingError('truncated', `the connection to ${host} ended before the recording did`, { cause: error });
  }
}

async function readHead(body: AsyncGenerator<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  while (bytes < headBytes) {
    const next = await body.next();
    if (next.done) break;
    chunks.push(next.value);
    bytes += next.value.byteLength;
  }
  return Buffer.concat(chunks);
}

async function* readWhole(host: string, head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let bytes = head.byteLength;
  yield head;
  for await (const chunk of rest) {
    bytes += chunk.byteLength;
    yield chunk;
  }
  if (bytes <= soundlessBytes) throw new RecordingError('empty', `${host} sent a recording without any sound`);
  const promised = readPromisedBytes(head);
  if (promised !== undefined && bytes < promised) {
    throw new RecordingError('truncated', `${host} sent ${bytes} bytes of a recording of ${promised}`);
  }
}

/** Sizes from here on mean "unknown": the writer could not go back to fill them in. */
const riffUnknownBytes = 0x7fff_0000;

/** The length a RIFF header promises: what shows a half-written file when the server itself does not know. */
function readPromisedBytes(head: Buffer): number | undefined {
  if (head.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const size = head.readUInt32LE(4);
  // The file is eight bytes longer than this, but some writers count those in, and some a pad byte they do not write.
  return size >= riffUnknownBytes ? undefined : size - 1;
}

export function tooLarge(host: string, maxBytes: number): RecordingError {
  return new RecordingError('too_large', `the recording at ${host} is larger than ${maxBytes} bytes`);
}
