import type { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';
import { settleWithin } from './waiting.ts';

/** The life of one connection, from the moment it is open. */
export class Session {
  /** Resolves with the reason. */
  readonly ended: Promise<Error>;
  readonly #model: ChannelModel;
  readonly #ending = Promise.withResolvers<Error>();

  /** Listens at once: an error without a listener ends the process, and an end that no one saw is waited for in vain. */
  constructor(model: ChannelModel, onBlocked: (isBlocked: boolean) => void) {
    this.#model = model;
    this.ended = this.#ending.promise;
    model.on('error', (error) => this.end(error));
    model.on('close', (error) => this.end(error ?? new Error('the connection was closed')));
    model.on('blocked', () => onBlocked(true));
    model.on('unblocked', () => onBlocked(false));
  }

  end(reason: Error): void {
    this.#ending.resolve(reason);
  }

  /** The work's result; rejects when the connection ends before it is there. */
  async during<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.ended.then((reason) => Promise.reject(reason))]);
  }

  /** Says goodbye for as long as given, then takes the socket away, which alone would live on with a silent peer. */
  async close(goodbyeMs: number): Promise<void> {
    if (goodbyeMs > 0) await settleWithin(this.#model.close(), goodbyeMs);
    socketOf(this.#model).destroy(new Error('the connection was given up'));
  }
}

/** amqplib keeps its socket as `connection.stream` (2.3.1, lib/connection.js) and has no call that gives one up. */
function socketOf(model: ChannelModel): Duplex {
  return (model.connection as unknown as { stream: Duplex }).stream;
}
