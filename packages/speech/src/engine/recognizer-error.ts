export type RecognizerErrorCode = 'recognizer_crashed' | 'recognizer_failed' | 'recognizer_disposed';

/**
 * A recognition that was not finished: the thread died (`recognizer_crashed`; the next request starts another), the
 * runtime refused this audio (`recognizer_failed`), or the recogniser was disposed of meanwhile.
 */
export class RecognizerError extends Error {
  override readonly name = 'RecognizerError';
  readonly code: RecognizerErrorCode;

  constructor(code: RecognizerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
