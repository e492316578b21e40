import type { ReadStream } from 'node:fs';
import type { CallKey, RecognizedCall, SttProvider } from '@callscript/contracts';

export type HostedProviderName = Exclude<SttProvider, 'parakeet'>;

/** A recording as a local file, and what its headers say of it. */
export interface HostedRecording {
  readonly path: string;
  /** The file from its beginning; a vendor may need it more than once. */
  open(): ReadStream;
  readonly bytes: number;
  readonly contentType: string;
  /** `recording.wav`: says the format and nothing of the call. */
  readonly fileName: string;
  /** By the headers, or the length of the call where they do not say. */
  readonly durationSeconds: number;
  readonly channelCount: number;
}

export interface HostedRequest {
  readonly call: CallKey;
  readonly recording: HostedRecording;
  /** BCP 47; null lets the vendor find out. */
  readonly language: string | null;
  readonly keyTerms: readonly string[];
  /** How many people speak in a mix; undefined lets the vendor count. */
  readonly speakers: number | undefined;
}

export interface HostedResult {
  readonly call: RecognizedCall;
  readonly model: string;
  readonly costUsd: number;
  /** What explains the result later: the vendor's ids and choices. */
  readonly meta: Record<string, unknown>;
}

/** Recognition that somebody else does: each try is one request or one job, and costs money once. */
export interface HostedProvider {
  readonly name: HostedProviderName;
  /** @throws ProviderError for whatever the vendor did; the signal's reason */
  recognize(request: HostedRequest, signal: AbortSignal): Promise<HostedResult>;
}
