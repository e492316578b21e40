import { createHash } from 'node:crypto';

/** What a recogniser learns of a file as it comes in; the bytes themselves are not kept. */
export type ReceivedAudio = {
  sha256: string;
  bytes: number;
  isAudio: boolean;
  durationSeconds: number;
  channels: number;
};

const headBytes = 4096;
/** Of compressed audio, whose length this side does not look for. */
const compressedBytesPerSecond = 4000;

/** Reads a body to its end, in flat memory. */
export async function receiveAudio(body: AsyncIterable<Buffer>): Promise<ReceivedAudio> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    bytes += chunk.length;
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
  }
  return { sha256: hash.digest('hex'), bytes, isAudio: looksLikeAudio(head), ...measure(head, bytes) };
}

const signatures: readonly { offset: number; text: string }[] = [
  { offset: 8, text: 'WAVE' },
  { offset: 0, text: 'ID3' },
  { offset: 0, text: '\xff\xfb' },
  { offset: 0, text: '\xff\xf3' },
  { offset: 0, text: 'OggS' },
  { offset: 0, text: 'fLaC' },
  { offset: 4, text: 'ftyp' },
  { offset: 0, text: '\x1a\x45\xdf\xa3' },
  { offset: 0, text: '#!AMR' },
];

function looksLikeAudio(head: Buffer): boolean {
  return signatures.some(({ offset, text }) => head.toString('latin1', offset, offset + text.length) === text);
}

function measure(head: Buffer, bytes: number): Pick<ReceivedAudio, 'durationSeconds' | 'channels'> {
  const isWav = head.toString('latin1', 0, 4) === 'RIFF' && head.length >= 44;
  if (!isWav) return { durationSeconds: bytes / compressedBytesPerSecond, channels: 1 };
  const bytesPerSecond = head.readUInt32LE(28);
  const dataBytes = bytes - findDataOffset(head);
  return { durationSeconds: bytesPerSecond > 0 ? dataBytes / bytesPerSecond : 0, channels: head.readUInt16LE(22) };
}

function findDataOffset(head: Buffer): number {
  const at = head.indexOf('data', 12, 'latin1');
  return at === -1 ? 44 : at + 8;
}
