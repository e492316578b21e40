import { setTimeout as sleep } from 'node:timers/promises';
import { callCompletedSchema } from '@callscript/contracts';
import { spoolQueue, type Broker, type Delivery, type Subscription } from '@callscript/messaging';
import type { Logger } from '@callscript/service';
import { z } from 'zod';
import type { Arrival, CallAcceptor } from './call-acceptor.ts';
import { unavailable } from './routes/call-completed.ts';

const spooledType = 'webhook.call-completed.v1';

/** A verified webhook as it waits for the database. The body is kept as it came, byte for byte. */
const spooledSchema = z.object({
  body: z.base64(),
  correlationId: z.uuid(),
  receivedAt: z.iso.datetime(),
  skipReason: z.string().nullable(),
});

/** Where accepted webhooks wait, durable in the broker, while the database is away. */
export class Spool implements AsyncDisposable {
  readonly #broker: Broker;
  readonly #acceptor: CallAcceptor;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #subscription: Subscription | undefined;

  constructor(deps: { broker: Broker; acceptor: CallAcceptor; logger: Logger }) {
    this.#broker = deps.broker;
    this.#acceptor = deps.acceptor;
    this.#logger = deps.logger;
  }

  /** Resolves once the broker has confirmed it. @throws HttpProblem 503 when the broker is away too. */
  async keep(arrival: Arrival): Promise<void> {
    const { body, correlationId, receivedAt, skipReason } = arrival;
    try {
      await this.#broker.publish({
        routingKey: spoolQueue,
        type: spooledType,
        correlationId,
        body: { body: body.toString('base64'), correlationId, receivedAt: receivedAt.toISOString(), skipReason },
      });
    } catch (err) {
      this.#logger.error({ err, event: 'nothing_durable' }, 'neither the database nor the broker takes the call');
      throw unavailable('the call cannot be stored right now');
    }
  }

  /** Moves spooled webhooks on, one at a time and in order; one gateway at a time does so. */
  async startDraining(): Promise<void> {
    this.#subscription = await this.#broker.consume({
      queue: spoolQueue,
      prefetch: 1,
      onMessage: (delivery) => this.#drain(delivery),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#subscription?.[Symbol.asyncDispose]();
  }

  async #drain(delivery: Delivery): Promise<void> {
    const { signal } = this.#stop;
    const spooled = spooledSchema.parse(JSON.parse(delivery.body.toString('utf8')));
    const body = Buffer.from(spooled.body, 'base64');
    const payload = JSON.parse(body.toString('utf8')) as object;
    const arrival: Arrival = {
      call: callCompletedSchema.parse(payload),
      payload,
      body,
      correlationId: spooled.correlationId,
      receivedAt: new Date(spooled.receivedAt),
      skipReason: spooled.skipReason,
    };
    for (;;) {
      try {
        await this.#acceptor.accept(arrival);
        delivery.ack();
        return;
      } catch (err) {
        this.#logger.warn({ err, event: 'spool_waits' }, 'the spool waits for the database');
        await sleep(1_000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return void delivery.nack({ requeue: true });
      }
    }
  }
}
