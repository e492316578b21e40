/** A program that decoding needs is not there. Nothing is wrong with the recording. */
export class DecoderUnavailableError extends Error {
  override readonly name = 'DecoderUnavailableError';
  readonly code = 'decoder_unavailable';

  constructor(program: string, options: ErrorOptions = {}) {
    super(
      `Recordings are decoded by ffmpeg, and the program "${program}" cannot be run. ` +
        'Install it: apt-get install ffmpeg (or: brew install ffmpeg).',
      options,
    );
  }
}

/** The decoder was ended from outside, as by a system without memory. Nothing is known about the recording. */
export class DecoderFailedError extends Error {
  override readonly name = 'DecoderFailedError';
  readonly code = 'decoder_failed';
}
