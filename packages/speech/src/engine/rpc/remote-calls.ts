import type { Transferable } from 'node:worker_threads';
import { reviveFailure } from '../failure.ts';
import type { AnswerMessage, CallMessage } from './messages.ts';

interface Waiting<Response> {
  readonly resolve: (value: Response) => void;
  readonly reject: (error: unknown) => void;
}

/** The calling side: sends calls through `post` and matches the answers that `accept` is given. */
export class RemoteCalls<Request, Response> {
  readonly #post: (message: CallMessage<Request>, transfer: readonly Transferable[]) => void;
  readonly #waiting = new Map<number, Waiting<Response>>();
  #lastId = 0;
  #end: Error | undefined;

  constructor(post: (message: CallMessage<Request>, transfer: readonly Transferable[]) => void) {
    this.#post = post;
  }

  /**
   * `transfer` lists buffers that move. After an abort the other side is told, and its answer is waited for all the same:
   * until then it is busy.
   */
  async call(payload: Request, transfer: readonly Transferable[] = [], signal?: AbortSignal): Promise<Response> {
    signal?.throwIfAborted();
    if (this.#end !== undefined) throw this.#end;
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const onAbort = (): void => this.#post({ kind: 'cancel', id }, []);
    this.#waiting.set(id, { resolve, reject });
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      this.#post({ kind: 'call', id, payload }, transfer);
      return await promise;
    } finally {
      this.#waiting.delete(id);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  accept(answer: AnswerMessage<Response>): void {
    const waiting = this.#waiting.get(answer.id);
    if (answer.kind === 'result') waiting?.resolve(answer.value);
    else waiting?.reject(reviveFailure(answer.failure));
  }

  /** Nobody answers any more: rejects what waits and every later call. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#end);
  }
}
