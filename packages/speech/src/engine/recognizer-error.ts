export type RecognizerErrorCode =
  | 'recognizer_crashed'
  | 'recognizer_failed'
  | 'recognizer_disposed'
  | 'decoder_unavailable'
  | 'decoder_failed';

/**
 * A recognition that was not finished: the process or the thread that worked on it died (`recognizer_crashed`; another is
 * started), the runtime refused this audio (`recognizer_failed`), the engine was disposed of meanwhile, ffmpeg is not there
 * (`decoder_unavailable`) or was ended from outside (`decoder_failed`). Nothing is said about the recording.
 */
export class RecognizerError extends Error {
  override readonly name = 'RecognizerError';
  readonly code: RecognizerErrorCode;

  constructor(code: RecognizerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
