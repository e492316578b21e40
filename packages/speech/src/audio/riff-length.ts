import type { FileHandle } from 'node:fs/promises';

// ffmpeg reads a WAV file to its end whatever its headers say. What they say is read here: whether the file was cut off,
// and whether it is meant to hold nothing.

export interface RiffLength {
  /** The file ends before its headers say it does. */
  readonly isCutOff: boolean;
  /** The headers say that there is no audio, and mean it. */
  readonly isEmpty: boolean;
}

const riffHeaderBytes = 12;
const chunkHeaderBytes = 8;
/** Sizes from here on mean "unknown": the writer could not go back to fill them in. */
const unknownBytes = 0x7fff_0000;
/** More chunks before the audio than any writer has. */
const maxChunks = 64;

/** Undefined for anything but a RIFF file with a data chunk (RF64, whose sizes are elsewhere, included). */
export async function readRiffLength(file: FileHandle, fileBytes: number): Promise<RiffLength | undefined> {
  const riff = await readAt(file, 0, riffHeaderBytes);
  if (riff?.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  let offset = riffHeaderBytes;
  for (let chunk = 0; chunk < maxChunks; chunk++) {
    const header = await readAt(file, offset, chunkHeaderBytes);
    if (header === undefined) return undefined;
    const size = header.readUInt32LE(4);
    const start = offset + chunkHeaderBytes;
    if (header.toString('latin1', 0, 4) === 'data') return judgeData(size, start, riff.readUInt32LE(4), fileBytes);
    offset = start + size + (size % 2);
  }
  return undefined;
}

/** A size of 0 is honest when the RIFF size reaches past it; otherwise neither was ever filled in. */
function judgeData(size: number, start: number, riffBytes: number, fileBytes: number): RiffLength {
  const isEmpty = size === 0 && riffBytes < unknownBytes && riffBytes + chunkHeaderBytes > start;
  return { isEmpty, isCutOff: size < unknownBytes && start + size > fileBytes };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : undefined;
}
