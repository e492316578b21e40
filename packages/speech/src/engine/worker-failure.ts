import { AudioFormatError, type AudioFormatErrorCode } from '../audio/audio-format-error.ts';
import { ModelError, type ModelErrorCode } from '../recognition/model-error.ts';
import { RecognizerError } from './recognizer-error.ts';

/** Errors lose their class on the way between threads; this is what is kept of them. */
export type WorkerFailure =
  | { readonly kind: 'audio'; readonly code: AudioFormatErrorCode; readonly message: string }
  | { readonly kind: 'model'; readonly code: ModelErrorCode; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

export function describeFailure(error: unknown): WorkerFailure {
  if (error instanceof AudioFormatError) return { kind: 'audio', code: error.code, message: error.message };
  if (error instanceof ModelError) return { kind: 'model', code: error.code, message: error.message };
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
}

export function reviveFailure(failure: WorkerFailure): Error {
  if (failure.kind === 'audio') return new AudioFormatError(failure.code, failure.message);
  if (failure.kind === 'model') return new ModelError(failure.code, failure.message);
  return new RecognizerError('recognizer_failed', failure.message);
}
