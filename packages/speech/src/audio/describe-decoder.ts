import { runDecoder } from './decoder-process.ts';
import { DecoderFailedError } from './decoder-error.ts';

const limits = { stallSeconds: 30, totalSeconds: 30 };

/**
 * Which ffmpeg decodes recordings here.
 *
 * @throws {DecoderUnavailableError} when ffmpeg or ffprobe is missing
 */
export async function describeDecoder(
  options: { ffmpeg?: string | undefined; ffprobe?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<{ version: string }> {
  await readVersion(options.ffprobe ?? 'ffprobe', options.signal);
  return { version: await readVersion(options.ffmpeg ?? 'ffmpeg', options.signal) };
}

/** From `ffmpeg version 5.1.9-0+deb12u1 Copyright (c) …`. */
async function readVersion(program: string, signal: AbortSignal | undefined): Promise<string> {
  let text = '';
  const { complaints } = await runDecoder({ program, args: ['-version'] }, { signal, ...limits }, (output) => {
    text += output.toString();
    return true;
  });
  const version = /version (\S+)/.exec(text)?.[1];
  if (version === undefined) throw new DecoderFailedError(`${program} does not say its version: ${complaints}`);
  return version;
}
