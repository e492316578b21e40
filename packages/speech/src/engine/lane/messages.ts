import type { MessagePort } from 'node:worker_threads';
import type { EngineOptions, EngineRequest } from '../engine-options.ts';
import type { Failure } from '../failure.ts';
import type { HostedModels } from '../host/messages.ts';
import type { PackedResult } from '../packed-result.ts';
import type { AnswerMessage, CallMessage } from '../rpc/messages.ts';

export interface LaneData {
  readonly lane: number;
  readonly options: EngineOptions;
  readonly models: HostedModels;
  /** The line to the models. */
  readonly host: MessagePort;
}

export type ToLane = CallMessage<EngineRequest>;

export type FromLane =
  | { readonly kind: 'ready' }
  | { readonly kind: 'start_failed'; readonly failure: Failure }
  | AnswerMessage<PackedResult>;
