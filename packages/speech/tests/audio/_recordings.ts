import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { goldenDirectory } from '@callscript/demo-model';
import { AudioFormatError } from '../../src/audio/audio-format-error.ts';
import { decodeRecording, type DecodedRecording, type DecodeOptions } from '../../src/audio/decode-recording.ts';

const run = promisify(execFile);

/** A folder for the recordings of one test file. */
export interface Folder extends AsyncDisposable {
  file(name: string): string;
}

export async function createFolder(): Promise<Folder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callscript-recordings-'));
  return {
    file: (name) => path.join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

export async function ffmpeg(...args: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
}

/** Whether a program is there and can do what is asked. */
export function canRun(program: string, ...args: readonly string[]): Promise<boolean> {
  return run(program, [...args]).then(
    () => true,
    () => false,
  );
}

export const spokenSeconds = 3;

/** Two telephone calls side by side, one a channel, or one of them alone, as a 16-bit WAV file of 8 kHz. */
export async function makeSpoken(channels: 1 | 2, file: string): Promise<string> {
  const calls = ['quote', 'pricing'].map((name) => path.join(goldenDirectory, `${name}.wav`)).slice(0, channels);
  const inputs = calls.flatMap((call) => ['-ss', '1', '-t', String(spokenSeconds), '-i', call]);
  await ffmpeg(...inputs, ...(channels === 2 ? ['-filter_complex', 'amerge=inputs=2'] : []), file);
  return file;
}

/** A decoded recording whose samples are in memory. */
export type ReadRecording = Omit<DecodedRecording, 'channels' | typeof Symbol.asyncDispose> & { channels: number[][] };

/** Decodes the bytes of a file. */
export async function decodeBytes(folder: Folder, bytes: Uint8Array, options?: DecodeOptions): Promise<ReadRecording> {
  const file = folder.file(randomUUID());
  await writeFile(file, bytes);
  await using decoded = await decodeRecording(file, options);
  const { channels, [Symbol.asyncDispose]: _, ...rest } = decoded;
  return { ...rest, channels: channels.map((samples) => Array.from(samples.slice(0, samples.length))) };
}

/** The refusal that decoding the bytes of a file ends in. */
export async function refuseBytes(
  folder: Folder,
  bytes: Uint8Array,
  options?: DecodeOptions,
): Promise<AudioFormatError> {
  const failure = await decodeBytes(folder, bytes, options).catch((error: unknown) => error);
  if (failure instanceof AudioFormatError) return failure;
  throw new Error('The recording was not refused.', { cause: failure });
}
