import type { MessagePort } from 'node:worker_threads';
import type { MaskedFeatures } from '../../diarization/models.ts';
import type { MelFeatures } from '../../features/mel.ts';
import type { EncodedChunk } from '../../recognition/encoder.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import type { EngineEvent } from '../engine-event.ts';
import type { Failure } from '../failure.ts';
import type { AnswerMessage, CallMessage } from '../rpc/messages.ts';

/** What a lane needs to know of the models that the host keeps. */
export interface HostedModels {
  readonly device: RecognizerDevice;
  /** Why `auto` is the CPU. */
  readonly deviceNote: string | undefined;
  /** Absent when voices are not told apart. */
  readonly diarization: HostedDiarization | undefined;
}

export interface HostedDiarization {
  readonly minCleanFrames: number;
  readonly windowsAtOnce: number;
}

export type HostRequest =
  | { readonly model: 'encoder'; readonly features: MelFeatures }
  | { readonly model: 'segmentation'; readonly windows: readonly Float32Array[] }
  | { readonly model: 'embedding'; readonly windows: readonly MaskedFeatures[] };

/** What a request cost, besides its result. */
export interface HostCost {
  /** The request's share of the run that it was part of. */
  readonly computeMs: number;
  /** Requests in that run. */
  readonly batch: number;
}

export interface HostResult {
  readonly result: EncodedChunk | readonly Uint8Array[] | readonly (readonly (Float32Array | null)[])[];
  readonly cost: HostCost;
}

/** From the process's main thread; lanes have ports of their own. */
export type ToHost = { readonly kind: 'attach'; readonly port: MessagePort } | { readonly kind: 'ask' };

export type FromHost =
  | { readonly kind: 'ready'; readonly models: HostedModels }
  | { readonly kind: 'start_failed'; readonly failure: Failure }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'alive' }
  /** The GPU or its driver failed in a way that outlives the run. */
  | { readonly kind: 'device_fault'; readonly reason: string };

export type ToHostPort = CallMessage<HostRequest>;
export type FromHostPort = AnswerMessage<HostResult>;
