import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions, EngineRequest } from '../engine-options.ts';
import type { Failure } from '../failure.ts';
import type { PackedResult } from '../packed-result.ts';
import type { AnswerMessage, CallMessage } from '../rpc/messages.ts';

/** What the engine's process says of itself when it can work. */
export interface EngineReady {
  readonly device: RecognizerDevice;
  readonly deviceNote: string | undefined;
}

export type ToProcess =
  | { readonly kind: 'start'; readonly options: EngineOptions }
  | { readonly kind: 'ping' }
  | CallMessage<EngineRequest>;

export type FromProcess =
  | { readonly kind: 'ready'; readonly value: EngineReady }
  | { readonly kind: 'start_failed'; readonly failure: Failure }
  | { readonly kind: 'pong' }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  /** The last word of a process that cannot go on. */
  | { readonly kind: 'fatal'; readonly reason: string }
  | AnswerMessage<PackedResult>;
