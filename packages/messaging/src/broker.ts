import { randomUUID } from 'node:crypto';
import { deadLetterType, permitType, type DeadLetterMessage, type Permits, type Stage } from '@callscript/contracts';
import type { ChannelModel } from 'amqplib';
import { brokerSettings, type BrokerOptions, type BrokerSettings } from './broker-options.ts';
import { Connection } from './connection.ts';
import { Consumer, type ConsumeOptions, type Subscription } from './consumer.ts';
import { declareTopology } from './declare-topology.ts';
import { BrokerUnavailableError, QueueMissingError, replyCode } from './errors.ts';
import type { BrokerEvents, Logger } from './ports.ts';
import { outgoingMessage, type PublishRequest } from './outgoing-message.ts';
import { Publisher } from './publisher.ts';
import { withChannel } from './throwaway-channel.ts';
import { failedQueueName, queueName } from './topology.ts';
import { Changes, settleWithin, withDeadline } from './waiting.ts';

export type BrokerState = 'connecting' | 'ready' | 'blocked' | 'draining' | 'closed';

export interface QueueDepth {
  messageCount: number;
  consumerCount: number;
}

export interface Broker extends AsyncDisposable {
  readonly state: BrokerState;
  isReady(): boolean;
  /** Rejects with the signal's reason, or with BrokerUnavailableError when the broker client is closed. */
  whenReady(signal?: AbortSignal): Promise<void>;
  /**
   * Resolves when a queue has the message on disk. `PublishUnconfirmedError` means that nobody knows; with any other
   * error the message is in no queue.
   */
  publish(request: PublishRequest): Promise<void>;
  /** Publishes the right to work on one call of the stage, now or after a delay. */
  publishPermit<S extends Stage>(stage: S, permit: Permits[S], options?: PermitOptions): Promise<void>;
  /** Files a dead letter into `call.<stage>.failed`. */
  publishDeadLetter(letter: DeadLetterMessage, options?: DeadLetterOptions): Promise<void>;
  /** Resolves after the first attempt to subscribe. The subscription goes on trying for as long as it lives. */
  consume(options: ConsumeOptions): Promise<Subscription>;
  /** Not to be trusted in the first seconds after a restart of RabbitMQ, which then counts too few. */
  checkQueue(name: string): Promise<QueueDepth>;
}

export interface PermitOptions {
  delayMs?: number;
  correlationId?: string;
  traceparent?: string;
}

export interface DeadLetterOptions {
  correlationId?: string;
  /** The same for each attempt to file the same letter, so that a second copy can be told from a second failure. */
  messageId?: string;
}

const checkTimeoutMs = 5000;

/** Connects now and for as long as the broker client lives; RabbitMQ may come later. */
export function createBroker(options: BrokerOptions): Broker {
  return new RabbitBroker(brokerSettings(options), options.logger, options.events);
}

class RabbitBroker implements Broker {
  readonly #settings: BrokerSettings;
  readonly #logger: Logger;
  readonly #events: BrokerEvents | undefined;
  readonly #publisher: Publisher;
  /** Two, because an alarm blocks a connection that publishes, and consuming must go on. */
  readonly #publishing: Connection;
  readonly #consuming: Connection;
  readonly #consumers = new Set<Consumer>();
  readonly #changes = new Changes();
  #isBlocked = false;
  #disposal: Promise<void> | undefined;
  #isClosed = false;

  constructor(settings: BrokerSettings, logger: Logger, events: BrokerEvents | undefined) {
    this.#settings = settings;
    this.#logger = logger;
    this.#events = events;
    this.#publisher = new Publisher(settings.publisher, (reason) => this.#publishing.recycle(reason), events);
    this.#publishing = this.#connect('publish', async (model) => {
      await declareTopology(model);
      await this.#publisher.open(model);
    });
    this.#consuming = this.#connect('consume', declareTopology);
  }

  get state(): BrokerState {
    if (this.#isClosed) return 'closed';
    if (this.#disposal) return 'draining';
    if (this.#isBlocked) return 'blocked';
    return this.#publishing.model && this.#consuming.model ? 'ready' : 'connecting';
  }

  isReady(): boolean {
    return this.state === 'ready';
  }

  async whenReady(signal?: AbortSignal): Promise<void> {
    const wake = (): void => this.#changes.notify();
    signal?.addEventListener('abort', wake);
    try {
      while (!this.isReady()) {
        signal?.throwIfAborted();
        this.#refuseWhenDisposed();
        await this.#changes.next();
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  async publish(request: PublishRequest): Promise<void> {
    await this.#publisher.publish(outgoingMessage(request, request.messageId ?? randomUUID()));
  }

  async publishPermit<S extends Stage>(stage: S, permit: Permits[S], options: PermitOptions = {}): Promise<void> {
    const { traceparent, ...rest } = options;
    const headers = traceparent === undefined ? {} : { headers: { traceparent } };
    await this.publish({ routingKey: queueName(stage), type: permitType(stage), body: permit, ...headers, ...rest });
  }

  async publishDeadLetter(letter: DeadLetterMessage, options: DeadLetterOptions = {}): Promise<void> {
    await this.publish({ routingKey: failedQueueName(letter.stage), type: deadLetterType, body: letter, ...options });
  }

  async consume(options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenDisposed();
    const consumer = new Consumer(options, {
      connection: this.#consuming,
      settings: this.#settings.consumer,
      logger: this.#logger,
      events: this.#events,
    });
    this.#consumers.add(consumer);
    void consumer.ended.then(() => this.#consumers.delete(consumer));
    await consumer.attempted;
    return consumer;
  }

  async checkQueue(name: string): Promise<QueueDepth> {
    const model = this.#consuming.model;
    if (!model) throw new BrokerUnavailableError('down');
    try {
      const check = withChannel(model, (channel) => channel.checkQueue(name));
      const { messageCount, consumerCount } = await withDeadline(check, checkTimeoutMs, 'checking a queue');
      return { messageCount, consumerCount };
    } catch (error) {
      if (replyCode(error) === 404) throw new QueueMissingError(name, { cause: error });
      throw new BrokerUnavailableError('down', { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#disposal ??= this.#dispose());
  }

  async #dispose(): Promise<void> {
    const { connection, publisher } = this.#settings;
    this.#changes.notify();
    await Promise.all(Array.from(this.#consumers, (consumer) => consumer[Symbol.asyncDispose]()));
    await settleWithin(this.#publisher.close(), 2 * publisher.publishTimeoutMs);
    await settleWithin(Promise.all([this.#publishing.close(), this.#consuming.close()]), 2 * connection.closeTimeoutMs);
    this.#isClosed = true;
    this.#changes.notify();
  }

  #refuseWhenDisposed(): void {
    if (this.#disposal) throw new BrokerUnavailableError('closed');
  }

  #connect(purpose: 'publish' | 'consume', prepare: (model: ChannelModel) => Promise<void>): Connection {
    const isPublishing = purpose === 'publish';
    const name = `${this.#settings.connectionName}:${purpose}`;
    return new Connection(
      { ...this.#settings.connection, name },
      {
        prepare,
        ready: (isFirst) => {
          if (!isFirst) this.#events?.reconnected();
          this.#changes.notify();
        },
        lost: () => {
          if (isPublishing) this.#publisher.lose();
          if (isPublishing && this.#isBlocked) this.#setBlocked(false);
        },
        blocked: (isBlocked) => {
          if (isPublishing) this.#setBlocked(isBlocked);
        },
      },
      this.#logger,
    );
  }

  #setBlocked(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    this.#publisher.setBlocked(isBlocked);
    this.#logger.warn(
      { isBlocked },
      isBlocked ? 'RabbitMQ takes no messages: an alarm is on' : 'RabbitMQ takes messages',
    );
    this.#events?.blocked(isBlocked);
    this.#changes.notify();
  }
}
