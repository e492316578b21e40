export type RecognizerErrorCode = 'recognizer_crashed' | 'recognizer_failed' | 'recognizer_disposed';

/**
 * A recognition that was not finished: the process or the thread that worked on it died (`recognizer_crashed`; another is
 * started), the runtime refused this audio (`recognizer_failed`), or the engine was disposed of meanwhile.
 */
export class RecognizerError extends Error {
  override readonly name = 'RecognizerError';
  readonly code: RecognizerErrorCode;

  constructor(code: RecognizerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
