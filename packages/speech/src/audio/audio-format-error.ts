export type AudioFormatErrorCode =
  | 'not_audio'
  | 'unsupported_codec'
  | 'unsupported_rate'
  | 'unsupported_channels'
  | 'damaged'
  | 'empty'
  | 'too_long';

/** The bytes are not a recording that can be recognised. The message is written for the person who sent them. */
export class AudioFormatError extends Error {
  override readonly name = 'AudioFormatError';
  readonly code: AudioFormatErrorCode;

  constructor(code: AudioFormatErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
