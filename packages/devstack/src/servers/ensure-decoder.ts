import type { Machine } from './locate-servers.ts';

/** The package that brings `ffmpeg` and `ffprobe`. */
const packageName = 'ffmpeg';

export class DecoderMissingError extends Error {
  readonly code = 'DECODER_MISSING';

  constructor() {
    super(`Recordings are decoded by ffmpeg and ffprobe, and at least one of them is not on the PATH.
  Install them: apt-get install ffmpeg (or: brew install ffmpeg, dnf install ffmpeg-free).`);
    this.name = 'DecoderMissingError';
  }
}

/**
 * Sees to it that recordings can be decoded on this machine, if need be by installing the Debian package.
 * @throws DecoderMissingError when that is not possible
 */
export async function ensureDecoder(
  machine: Pick<Machine, 'hasDecoder' | 'canInstallPackages' | 'installPackage'>,
): Promise<void> {
  if (await machine.hasDecoder()) return;
  if (machine.canInstallPackages()) {
    await machine.installPackage(packageName);
    if (await machine.hasDecoder()) return;
  }
  throw new DecoderMissingError();
}
