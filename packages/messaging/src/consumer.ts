import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { Backoff, type BackoffSettings } from './backoff.ts';
import type { Connection } from './connection.ts';
import { declareTopology } from './declare-topology.ts';
import { DeliveryChannel, type Delivery } from './delivery.ts';
import { messageOf, replyCode } from './errors.ts';
import type { BrokerEvents, Logger } from './ports.ts';
import { closeChannel } from './throwaway-channel.ts';
import { Changes, settleWithin, sleep, withDeadline } from './waiting.ts';

export interface ConsumeOptions {
  queue: string;
  /** How many deliveries may be in hand at once: 1 to 2000. */
  prefetch: number;
  /**
   * Called for each delivery, which it settles now or later. When it throws, the error is logged and the delivery goes
   * back to the queue after a pause.
   */
  onMessage: (delivery: Delivery) => void | Promise<void>;
  /** The beginning of the consumer's name at the broker. */
  consumerTag?: string;
}

/** A wish to consume a queue, fulfilled again after every loss of the connection, the channel or the queue. */
export interface Subscription extends AsyncDisposable {
  readonly isConsuming: boolean;
  /** How many deliveries are not settled. */
  readonly inHand: number;
  /** Stops new deliveries; those in hand can still be settled. No call of `onMessage` begins after this one. */
  pause(): Promise<void>;
  /** Consumes again, once the deliveries in hand are settled, so that there are never more than the prefetch. */
  resume(): Promise<void>;
  /** Stops for good: waits for the deliveries in hand, then gives back those that are left. Returns how many. */
  drain(options: { deadlineMs: number }): Promise<number>;
}

export interface ConsumerSettings {
  resubscribe: BackoffSettings;
  requeueDelayMs: number;
  closeTimeoutMs: number;
}

export interface ConsumerContext {
  connection: Connection;
  settings: ConsumerSettings;
  logger: Logger;
  events: BrokerEvents | undefined;
}

type Goal = 'consume' | 'pause' | 'drain' | 'close';

/** What a consume, cancel or prefetch may take before the channel counts as dead. */
const callTimeoutMs = 10_000;
/** The broker keeps consumers of quorum queues to this many. */
const largestPrefetch = 2000;

export class Consumer implements Subscription {
  /** Resolves when nothing of it is left. */
  readonly ended: Promise<void>;
  readonly #options: ConsumeOptions;
  readonly #context: ConsumerContext;
  readonly #changes = new Changes();
  readonly #closing = new AbortController();
  readonly #closed = Promise.withResolvers<never>();
  readonly #firstAttempt = Promise.withResolvers<void>();
  #goal: Goal = 'consume';
  #current: DeliveryChannel | undefined;
  #tag: string | undefined;
  #tagCount = 0;
  #isQueueDoubtful = false;

  constructor(options: ConsumeOptions, context: ConsumerContext) {
    if (!Number.isInteger(options.prefetch) || options.prefetch < 1 || options.prefetch > largestPrefetch) {
      throw new RangeError(`prefetch must be 1 to ${largestPrefetch}, not ${options.prefetch}`);
    }
    this.#options = options;
    this.#context = context;
    this.#closed.promise.catch(() => undefined);
    this.ended = this.#run();
  }

  /** Resolves after the first attempt to consume, whether it succeeded or not. */
  get attempted(): Promise<void> {
    return this.#firstAttempt.promise;
  }

  get isConsuming(): boolean {
    return this.#tag !== undefined;
  }

  get inHand(): number {
    return this.#current?.inHand.size ?? 0;
  }

  async pause(): Promise<void> {
    if (this.#goal !== 'consume') return;
    this.#aimFor('pause');
    await this.#changes.until(() => this.#goal !== 'pause' || !this.isConsuming);
  }

  async resume(): Promise<void> {
    if (this.#goal !== 'pause') return;
    this.#aimFor('consume');
    await this.#changes.until(() => this.#goal !== 'consume' || this.isConsuming);
  }

  async drain({ deadlineMs }: { deadlineMs: number }): Promise<number> {
    if (this.#goal !== 'close') this.#aimFor('drain');
    await settleWithin(
      this.#changes.until(() => !this.isConsuming && this.inHand === 0),
      deadlineMs,
    );
    const returned = this.inHand;
    this.#closing.abort();
    this.#closed.reject(new Error('the subscription was closed'));
    this.#aimFor('close');
    await this.#changes.until(() => this.#current === undefined);
    return returned;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain({ deadlineMs: 0 });
  }

  #aimFor(goal: Goal): void {
    this.#goal = goal;
    this.#changes.notify();
  }

  async #run(): Promise<void> {
    const { connection, settings, logger } = this.#context;
    const backoff = new Backoff(settings.resubscribe);
    while (!this.#isUnwanted() && !connection.isStopped) {
      if (this.#goal !== 'consume') {
        await this.#changes.next();
        continue;
      }
      const model = connection.model ?? (await connection.nextOutcome());
      const startedAt = performance.now();
      const reason = model && (await this.#serve(model).catch(messageOf));
      this.#firstAttempt.resolve();
      // Without a connection there is nothing to wait for: its next attempt comes with a delay of its own.
      if (reason === undefined || this.#isUnwanted()) continue;
      logger.warn({ queue: this.#options.queue, reason }, 'the consumer was lost; subscribing again');
      await sleep(backoff.nextDelayMs(performance.now() - startedAt), this.#closing.signal);
    }
    this.#firstAttempt.resolve();
  }

  #isUnwanted(): boolean {
    return this.#goal === 'close';
  }

  /** Consumes on a channel of its own until it is lost or no longer wanted. Returns, or throws, why. */
  async #serve(model: ChannelModel): Promise<string> {
    if (this.#isQueueDoubtful) await declareTopology(model);
    this.#isQueueDoubtful = false;
    const current = await this.#openChannel(model);
    this.#current = current;
    try {
      while (!current.isLost && !this.#isUnwanted()) {
        if (this.#goal === 'consume' && !this.isConsuming && current.inHand.size === 0) {
          await this.#subscribe(current);
        } else if (this.#goal !== 'consume' && this.isConsuming) {
          await this.#cancel(current);
        } else {
          await this.#changes.next();
        }
      }
      return 'the channel or the queue is gone';
    } catch (error) {
      if (replyCode(error) === 404) this.#isQueueDoubtful = true;
      throw error;
    } finally {
      this.#tag = undefined;
      current.lose();
      await settleWithin(closeChannel(current.channel), this.#context.settings.closeTimeoutMs);
      this.#current = undefined;
      this.#changes.notify();
    }
  }

  async #openChannel(model: ChannelModel): Promise<DeliveryChannel> {
    const channel = await model.createChannel();
    const current = new DeliveryChannel(channel, () => this.#changes.notify());
    channel.on('error', (error) => {
      this.#context.logger.warn({ queue: this.#options.queue, reason: error.message }, 'the consuming channel failed');
    });
    channel.on('close', () => this.#lose(current));
    return current;
  }

  #lose(current: DeliveryChannel): void {
    current.lose();
    if (this.#current === current) this.#tag = undefined;
    this.#changes.notify();
  }

  async #subscribe(current: DeliveryChannel): Promise<void> {
    const { queue, prefetch, consumerTag = 'callscript' } = this.#options;
    // A new tag each time: 3.10 ends the connection with 541 when a cancelled consumer's tag returns to its channel while
    // deliveries are in hand.
    this.#tagCount += 1;
    const tag = `${consumerTag}.${this.#tagCount}`;
    await this.#call('setting the prefetch', current.channel.prefetch(prefetch));
    const consuming = current.channel.consume(queue, (message) => this.#receive(current, message), {
      consumerTag: tag,
    });
    await this.#call('consuming', consuming);
    if (current.isLost) return;
    this.#tag = tag;
    this.#firstAttempt.resolve();
    this.#changes.notify();
  }

  async #cancel(current: DeliveryChannel): Promise<void> {
    if (this.#tag === undefined) return;
    await this.#call('cancelling', current.channel.cancel(this.#tag));
    this.#tag = undefined;
    this.#changes.notify();
  }

  /** A silent broker must hold neither the subscription nor its end. */
  async #call(what: string, answer: Promise<unknown>): Promise<void> {
    await withDeadline(Promise.race([answer, this.#closed.promise]), callTimeoutMs, what);
  }

  /** Runs inside amqplib, where a throw closes the channel, or the whole connection when the message is null. */
  #receive(current: DeliveryChannel, message: ConsumeMessage | null): void {
    if (message === null) {
      this.#isQueueDoubtful = true;
      this.#lose(current);
      return;
    }
    const delivery = current.receive(message);
    if (this.#goal === 'consume') void this.#handle(delivery);
    else delivery.nack({ requeue: true });
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { queue, onMessage } = this.#options;
    try {
      this.#context.events?.consumed(queue);
      await onMessage(delivery);
    } catch (error) {
      const fields = { queue, messageId: delivery.messageId, err: error };
      this.#context.logger.error(fields, 'a message could not be handled');
      if (delivery.settled) return;
      await sleep(this.#context.settings.requeueDelayMs, this.#closing.signal);
      delivery.nack({ requeue: true });
    }
  }
}
