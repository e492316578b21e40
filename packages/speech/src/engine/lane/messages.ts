import type { EngineOptions, EngineRequest, EngineResult } from '../engine-options.ts';
import type { Failure } from '../failure.ts';
import type { AnswerMessage, CallMessage } from '../rpc/messages.ts';

export interface LaneData {
  readonly lane: number;
  readonly options: EngineOptions;
}

export type ToLane = CallMessage<EngineRequest>;

export type FromLane =
  | { readonly kind: 'ready' }
  | { readonly kind: 'start_failed'; readonly failure: Failure }
  | AnswerMessage<EngineResult>;
