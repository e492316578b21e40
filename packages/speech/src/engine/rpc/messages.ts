import type { Failure } from '../failure.ts';

/** Calls from one thread or process to another and their answers, matched by id. */
export type CallMessage<Request> =
  | { readonly kind: 'call'; readonly id: number; readonly payload: Request }
  | { readonly kind: 'cancel'; readonly id: number };

export type AnswerMessage<Response> =
  | { readonly kind: 'result'; readonly id: number; readonly value: Response }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };
