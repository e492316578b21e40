import { AudioFormatError, type AudioFormatErrorCode } from '../audio/audio-format-error.ts';
import { DecoderFailedError, DecoderUnavailableError } from '../audio/decoder-error.ts';
import { ModelError, type ModelErrorCode } from '../recognition/model-error.ts';
import { RecognizerError, type RecognizerErrorCode } from './recognizer-error.ts';

/** Errors lose their class on the way between threads and processes; this is what is kept of them. */
export type Failure =
  | { readonly kind: 'audio'; readonly code: AudioFormatErrorCode; readonly message: string }
  | { readonly kind: 'model'; readonly code: ModelErrorCode; readonly message: string }
  | { readonly kind: 'recognizer'; readonly code: RecognizerErrorCode; readonly message: string };

export function describeFailure(error: unknown): Failure {
  if (error instanceof AudioFormatError) return { kind: 'audio', code: error.code, message: error.message };
  if (error instanceof ModelError) return { kind: 'model', code: error.code, message: error.message };
  if (error instanceof RecognizerError) return { kind: 'recognizer', code: error.code, message: error.message };
  if (error instanceof DecoderUnavailableError || error instanceof DecoderFailedError)
    return { kind: 'recognizer', code: error.code, message: error.message };
  return { kind: 'recognizer', code: 'recognizer_failed', message: describeError(error) };
}

export function reviveFailure(failure: Failure): Error {
  switch (failure.kind) {
    case 'audio':
      return new AudioFormatError(failure.code, failure.message);
    case 'model':
      return new ModelError(failure.code, failure.message);
    case 'recognizer':
      return new RecognizerError(failure.code, failure.message);
  }
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
