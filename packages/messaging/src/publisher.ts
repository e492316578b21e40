import type { ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';
import { BrokerUnavailableError, messageOf, PublishUnconfirmedError, UnroutableError } from './errors.ts';
import type { Unavailability } from './errors.ts';
import type { BrokerEvents } from './ports.ts';
import { Changes } from './waiting.ts';

export interface PublisherSettings {
  /** How many messages may be on their way at once. */
  window: number;
  /** How many callers may wait for a place in the window. */
  maxWaiting: number;
  /** From the call to the confirm. */
  publishTimeoutMs: number;
}

export interface OutgoingMessage {
  exchange: string;
  routingKey: string;
  messageId: string;
  content: Buffer;
  options: Options.Publish;
}

interface Entry {
  readonly message: OutgoingMessage;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  isReturned: boolean;
}

/** Publishes on one confirm channel at a time, as many messages at once as the window holds, in the order of the calls. */
export class Publisher {
  readonly #settings: PublisherSettings;
  readonly #events: BrokerEvents | undefined;
  /** Makes a new connection; a channel that is gone or deaf cannot be repaired. */
  readonly #recycle: (reason: string) => void;
  #channel: ConfirmChannel | undefined;
  #isBlocked = false;
  #isFull = false;
  #isClosed = false;
  /** Both oldest first, as Sets iterate, so that the sweep may stop at the first entry that has time left. */
  readonly #inFlight = new Set<Entry>();
  readonly #waiting = new Set<Entry>();
  readonly #idle = new Changes();
  /** Given up by their callers, but still unconfirmed at the broker. */
  readonly #overdue = new Set<Entry>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(settings: PublisherSettings, recycle: (reason: string) => void, events: BrokerEvents | undefined) {
    this.#settings = settings;
    this.#recycle = recycle;
    this.#events = events;
  }

  async open(model: ChannelModel): Promise<void> {
    const channel = await model.createConfirmChannel();
    const recycle = (reason: string): void => {
      if (this.#channel === channel) this.#recycle(reason);
    };
    channel.on('error', (error) => recycle(`the publishing channel failed: ${error.message}`));
    channel.on('close', () => recycle('the publishing channel was closed'));
    channel.on('return', (message) => this.#markReturned(message));
    channel.on('drain', () => {
      this.#isFull = false;
      this.#sendWaiting();
    });
    this.#channel = channel;
  }

  /** What is on its way has an unknown outcome; what waits was never sent. */
  lose(): void {
    this.#channel = undefined;
    this.#isBlocked = false;
    this.#isFull = false;
    for (const entry of this.#inFlight) this.#failUnconfirmed(entry, 'the connection was lost');
    this.#overdue.clear();
    this.#refuseWaiting();
  }

  setBlocked(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    if (isBlocked) this.#refuseWaiting();
    else this.#sendWaiting();
  }

  /** Takes no more messages, and resolves when those taken before have ended: by their deadline at the latest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#idle.until(() => this.#isIdle());
  }

  publish(message: OutgoingMessage): Promise<void> {
    const refusal = this.#refusal();
    if (refusal) {
      this.#events?.publishFailed(message.routingKey, 'BROKER_UNAVAILABLE');
      return Promise.reject(new BrokerUnavailableError(refusal));
    }
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + this.#settings.publishTimeoutMs;
      const entry: Entry = { message, deadline, resolve, reject, isReturned: false };
      this.#sweep ??= setInterval(() => this.#giveUpOverdue(), this.#settings.publishTimeoutMs / 20);
      if (this.#waiting.size === 0 && this.#canSend()) this.#send(entry);
      else this.#waiting.add(entry);
    });
  }

  #refusal(): Unavailability | undefined {
    if (this.#isClosed) return 'closed';
    if (!this.#channel) return 'down';
    if (this.#isBlocked) return 'blocked';
    if (this.#waiting.size >= this.#settings.maxWaiting) return 'overloaded';
    return undefined;
  }

  #isIdle(): boolean {
    return this.#inFlight.size + this.#waiting.size === 0;
  }

  #canSend(): boolean {
    return !this.#isFull && !this.#isBlocked && this.#inFlight.size < this.#settings.window;
  }

  #send(entry: Entry): void {
    const { exchange, routingKey, content, options } = entry.message;
    try {
      if (!this.#channel) throw new BrokerUnavailableError('down');
      const hasRoom = this.#channel.publish(exchange, routingKey, content, options, (error) =>
        this.#onConfirm(entry, error),
      );
      this.#inFlight.add(entry);
      if (!hasRoom) this.#isFull = true;
    } catch (error) {
      this.#fail(entry, asPublishError(error));
    }
  }

  #sendWaiting(): void {
    for (const entry of this.#waiting) {
      if (!this.#canSend()) return;
      this.#waiting.delete(entry);
      this.#send(entry);
    }
  }

  #onConfirm(entry: Entry, error: unknown): void {
    if (!this.#inFlight.delete(entry)) {
      this.#overdue.delete(entry);
    } else if (error) {
      this.#failUnconfirmed(entry, messageOf(error));
    } else if (entry.isReturned) {
      this.#fail(entry, new UnroutableError(entry.message.exchange, entry.message.routingKey));
    } else {
      entry.resolve();
      this.#events?.published(entry.message.routingKey);
    }
    this.#sendWaiting();
    if (this.#isIdle()) this.#idle.notify();
  }

  /**
   * The broker returns a message first and confirms it after. Callers may reuse a message id while it is on its way, and
   * the broker answers in order, so the oldest that fits is the one.
   */
  #markReturned(returned: Message): void {
    for (const entry of this.#inFlight) {
      const { message } = entry;
      const isSame =
        message.messageId === returned.properties.messageId &&
        message.exchange === returned.fields.exchange &&
        message.routingKey === returned.fields.routingKey;
      if (!isSame || entry.isReturned) continue;
      entry.isReturned = true;
      return;
    }
  }

  #giveUpOverdue(): void {
    const now = performance.now();
    for (const entry of this.#inFlight) {
      if (entry.deadline > now) break;
      this.#overdue.add(entry);
      this.#failUnconfirmed(entry, `no answer within ${this.#settings.publishTimeoutMs} ms`);
    }
    for (const entry of this.#waiting) {
      if (entry.deadline > now) break;
      this.#waiting.delete(entry);
      this.#fail(entry, new BrokerUnavailableError('overloaded'));
    }
    // A broker that is deaf to a whole window would let unconfirmed messages pile up in this process. While it is blocked
    // it has said so, and a new connection would not know.
    if (this.#overdue.size >= this.#settings.window && !this.#isBlocked) {
      this.#recycle(`${this.#overdue.size} messages were not confirmed in time`);
    }
    this.#sendWaiting();
    if (!this.#isIdle()) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #refuseWaiting(): void {
    const refusal = this.#refusal() ?? 'overloaded';
    for (const entry of this.#waiting) {
      this.#waiting.delete(entry);
      this.#fail(entry, new BrokerUnavailableError(refusal));
    }
  }

  #failUnconfirmed(entry: Entry, detail: string): void {
    this.#inFlight.delete(entry);
    this.#fail(entry, new PublishUnconfirmedError(entry.message.messageId, detail));
  }

  #fail(entry: Entry, error: Error): void {
    entry.reject(error);
    const code = 'code' in error ? String(error.code) : error.name;
    this.#events?.publishFailed(entry.message.routingKey, code);
    if (this.#isIdle()) this.#idle.notify();
  }
}

/** amqplib throws IllegalOperationError on a channel that is closed, before anything is sent. */
function asPublishError(error: unknown): Error {
  if (error instanceof Error && error.name === 'IllegalOperationError') {
    return new BrokerUnavailableError('down', { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}
