import { setTimeout as sleep } from 'node:timers/promises';
import { callCompletedSchema, callKeySchema, type DeadLetterMessage } from '@callscript/contracts';
import { isDatabaseAway } from '@callscript/db';
import { spooledWebhookType, spoolExhausted, spoolUnreadable } from '@callscript/pipeline';
import { spoolQueue, type Broker, type Delivery, type Subscription } from '@callscript/messaging';
import type { Logger } from '@callscript/service';
import { z } from 'zod';
import { OverloadedError, type Arrival, type CallAcceptor } from './call-acceptor.ts';
import { parsePayload } from './payload.ts';

const retryMs = 1_000;
/** How often a database that answers may refuse a webhook before the webhook is given up. */
const maxRefusals = 5;

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

  /** Resolves once the broker has confirmed it, with false when the broker does not take it either. */
  async keep({ body, correlationId, receivedAt, skipReason }: Arrival): Promise<boolean> {
    try {
      await this.#broker.publish({
        routingKey: spoolQueue,
        type: spooledWebhookType,
        messageId: correlationId,
        correlationId,
        body: { body: body.toString('base64'), correlationId, receivedAt: receivedAt.toISOString(), skipReason },
      });
      return true;
    } catch (err) {
      this.#logger.error({ err, event: 'nothing_durable' }, 'neither the database nor the broker takes the call');
      return false;
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

  /** Returns the message to its place when it could not be moved on before the end of this process. */
  async #drain(delivery: Delivery): Promise<void> {
    const arrival = this.#read(delivery);
    if (arrival instanceof Error) return await this.#giveUp(delivery, 'unreadable', arrival);
    for (let refusals = 0; !this.#stop.signal.aborted;) {
      try {
        await this.#acceptor.accept(arrival);
        return void delivery.ack();
      } catch (err) {
        if (!isDatabaseAway(err) && !(err instanceof OverloadedError)) refusals += 1;
        if (refusals === maxRefusals) return await this.#giveUp(delivery, 'exhausted', err);
        this.#logger.warn({ err, event: 'spool_waits' }, 'the spool waits for the database');
        await sleep(retryMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    delivery.nack({ requeue: true });
  }

  #read(delivery: Delivery): Arrival | Error {
    try {
      const spooled = spooledSchema.parse(JSON.parse(delivery.body.toString('utf8')));
      const body = Buffer.from(spooled.body, 'base64');
      const payload = parsePayload(body);
      return {
        call: callCompletedSchema.parse(payload),
        payload,
        body,
        correlationId: spooled.correlationId,
        receivedAt: new Date(spooled.receivedAt),
        skipReason: spooled.skipReason,
        statusCode: 202,
      };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** What cannot be moved on must not hold up what comes after it: it becomes a dead letter of the call's first stage. */
  async #giveUp(delivery: Delivery, failure: 'unreadable' | 'exhausted', error: unknown): Promise<void> {
    const now = new Date().toISOString();
    const reason = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in reason ? String(reason.code) : reason.name;
    const letter: DeadLetterMessage = {
      stage: 'transcribe',
      ...claimedKey(delivery.body),
      failure,
      error_class: failure === 'exhausted' ? spoolExhausted : spoolUnreadable,
      // A driver's message quotes values.
      error_message: failure === 'unreadable' ? reason.message.slice(0, 2_000) : code,
      attempts: failure === 'unreadable' ? 0 : maxRefusals,
      first_failed_at: now,
      last_failed_at: now,
      // Whole, because a replay puts it back into the spool.
      message: delivery.body.toString('utf8'),
    };
    await this.#broker.publishDeadLetter(letter, { messageId: `spool-${delivery.messageId ?? now}` });
    this.#logger.error({ event: 'spooled_webhook_given_up', failure, code }, 'a spooled webhook became a dead letter');
    delivery.ack();
  }
}

/** The call that a spooled message is about, as far as it can be read. */
function claimedKey(message: Buffer): { bid: string | null; callid: string | null } {
  try {
    const { body } = JSON.parse(message.toString('utf8')) as { body: string };
    return callKeySchema.parse(JSON.parse(Buffer.from(body, 'base64').toString('utf8')));
  } catch {
    return { bid: null, callid: null };
  }
}
