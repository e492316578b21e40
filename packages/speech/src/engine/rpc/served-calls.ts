import type { Transferable } from 'node:worker_threads';
import { describeFailure } from '../failure.ts';
import type { AnswerMessage, CallMessage } from './messages.ts';

export interface Answer<Response> {
  readonly value: Response;
  /** Buffers that move with it. */
  readonly transfer?: readonly Transferable[];
}

/** The answering side: runs `handle` for every call that `accept` is given, side by side. */
export class ServedCalls<Request, Response> {
  readonly #handle: (request: Request, signal: AbortSignal) => Promise<Answer<Response>>;
  readonly #post: (message: AnswerMessage<Response>, transfer: readonly Transferable[]) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(
    /** `signal` aborts when nobody waits for the answer any more. */
    handle: (request: Request, signal: AbortSignal) => Promise<Answer<Response>>,
    post: (message: AnswerMessage<Response>, transfer: readonly Transferable[]) => void,
  ) {
    this.#handle = handle;
    this.#post = post;
  }

  accept(message: CallMessage<Request>): void {
    if (message.kind === 'cancel') this.#running.get(message.id)?.abort();
    else void this.#answer(message.id, message.payload);
  }

  async #answer(id: number, request: Request): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const { value, transfer = [] } = await this.#handle(request, controller.signal);
      this.#post({ kind: 'result', id, value }, transfer);
    } catch (error) {
      this.#post({ kind: 'failed', id, failure: describeFailure(error) }, []);
    } finally {
      this.#running.delete(id);
    }
  }
}
