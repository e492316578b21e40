import type { Channel, ConsumeMessage } from 'amqplib';

/** A message in hand. It stays in hand, and counts against the prefetch, until it is settled. */
export interface Delivery {
  readonly body: Buffer;
  readonly type: string | undefined;
  readonly messageId: string | undefined;
  readonly correlationId: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Whether it may have been delivered before. */
  readonly redelivered: boolean;
  /** Milliseconds since the epoch. */
  readonly deliveredAt: number;
  /** Whether it was acked, nacked, or lost with its channel; a lost one is delivered again. */
  readonly settled: boolean;
  /** False when it was settled before: the broker redelivers what was lost with its channel. Never throws. */
  ack(): boolean;
  nack(options: { requeue: boolean }): boolean;
}

/** One channel with one consumer, and the deliveries that can be settled there and nowhere else. */
export class DeliveryChannel {
  readonly channel: Channel;
  readonly inHand = new Set<Delivery>();
  readonly #onSettled: () => void;
  #isLost = false;

  constructor(channel: Channel, onSettled: () => void) {
    this.channel = channel;
    this.#onSettled = onSettled;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** From here on the broker owns the deliveries again. */
  lose(): void {
    this.#isLost = true;
    this.inHand.clear();
  }

  receive(message: ConsumeMessage): Delivery {
    const delivery = new ChannelDelivery(this, message);
    this.inHand.add(delivery);
    return delivery;
  }

  settle(delivery: Delivery, settle: (channel: Channel) => void): boolean {
    if (this.#isLost || !this.inHand.delete(delivery)) return false;
    let isSent = true;
    try {
      settle(this.channel);
    } catch {
      // The channel closed before we heard of it: nothing was sent, and the broker redelivers.
      isSent = false;
    }
    if (this.inHand.size === 0) this.#onSettled();
    return isSent;
  }
}

class ChannelDelivery implements Delivery {
  readonly deliveredAt = Date.now();
  readonly #owner: DeliveryChannel;
  readonly #message: ConsumeMessage;

  constructor(owner: DeliveryChannel, message: ConsumeMessage) {
    this.#owner = owner;
    this.#message = message;
  }

  get body(): Buffer {
    return this.#message.content;
  }

  get type(): string | undefined {
    return this.#message.properties.type;
  }

  get messageId(): string | undefined {
    return this.#message.properties.messageId;
  }

  get correlationId(): string | undefined {
    return this.#message.properties.correlationId;
  }

  get headers(): Readonly<Record<string, unknown>> {
    return this.#message.properties.headers ?? {};
  }

  get redelivered(): boolean {
    return this.#message.fields.redelivered;
  }

  get settled(): boolean {
    return !this.#owner.inHand.has(this);
  }

  ack(): boolean {
    return this.#owner.settle(this, (channel) => channel.ack(this.#message));
  }

  nack({ requeue }: { requeue: boolean }): boolean {
    return this.#owner.settle(this, (channel) => channel.nack(this.#message, false, requeue));
  }
}
