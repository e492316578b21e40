import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { CallRow } from '@callscript/db';
import { StageError } from '@callscript/pipeline';
import { AudioFormatError, describeRecording } from '@callscript/speech';
import { headBytes, sniffAudio } from '../intake/audio-format.ts';
import type { HostedRecording } from './provider.ts';

/**
 * What a vendor has to know of a recording, from its first bytes and headers.
 *
 * @throws StageError for what no provider could recognise, before anybody is paid for finding out
 */
export async function openHostedRecording(
  path: string,
  call: Pick<CallRow, 'duration_seconds'>,
  { maxSeconds, signal }: { maxSeconds: number; signal: AbortSignal },
): Promise<HostedRecording> {
  const { durationSeconds, channelCount } = await describeRecording(path, { maxSeconds, signal }).catch(
    (error: unknown) => {
      throw asHopeless(error);
    },
  );
  const { bytes, head } = await readHead(path);
  const format = sniffAudio(head);
  return {
    path,
    open: () => createReadStream(path),
    bytes,
    contentType: format?.contentType ?? 'application/octet-stream',
    fileName: `recording.${format?.extension ?? 'bin'}`,
    durationSeconds: durationSeconds ?? call.duration_seconds,
    channelCount,
  };
}

function asHopeless(error: unknown): unknown {
  if (!(error instanceof AudioFormatError)) return error;
  return new StageError('permanent', error.code, error.message, { cause: error, alternative: 'never' });
}

async function readHead(path: string): Promise<{ bytes: number; head: Buffer }> {
  await using file = await open(path);
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await file.read(head, 0, headBytes, 0);
  return { bytes: (await file.stat()).size, head: head.subarray(0, bytesRead) };
}
