import { hash } from 'node:crypto';
import { acceptCalls, isDatabaseAway, type CallArrival, type Database } from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import { traceparentOf } from '@callscript/pipeline';
import type { Logger } from '@callscript/service';

/** A verified and validated call with the body it came in. */
export interface Arrival extends CallArrival {
  payload: object;
  body: Buffer;
  /** What its sender is answered once it is durable. */
  statusCode: 200 | 202;
}

export type Acceptance = 'accepted' | 'duplicate' | 'skipped';

/** Too many calls are waiting for the database; the sender is asked to come back. */
export class OverloadedError extends Error {
  readonly code = 'overloaded';
}

interface Waiting {
  arrival: Arrival;
  resolve: (acceptance: Acceptance) => void;
  reject: (error: unknown) => void;
}

/** One statement carries at most this many calls, and few enough for every server's packet limit. */
const batchSize = 128;
const batchBytes = 2 * 1024 * 1024;
/** Commits under way at once: while one waits for the disk, the next is filled. */
export const parallelCommits = 2;
/** Fewer calls than this wait for the commit under way to end: small commits cost more than they save. */
const worthAnotherCommit = 32;
const maxWaiting = 5_000;

/**
 * Makes calls durable: first in MySQL, then as a confirmed permit in RabbitMQ. Calls that arrive while a commit is under
 * way share the next one, so throughput grows with load and an idle gateway adds no delay.
 */
export class CallAcceptor {
  readonly #database: Database;
  readonly #broker: Broker;
  readonly #logger: Logger;
  #queue: Waiting[] = [];
  #commits = 0;
  #isFillDue = false;

  /** @param deps.database its connections are this acceptor's alone, so that no other query can hold up a call. */
  constructor(deps: { database: Database; broker: Broker; logger: Logger }) {
    this.#database = deps.database;
    this.#broker = deps.broker;
    this.#logger = deps.logger;
  }

  /**
   * Resolves once the call is durable. Rejects with the database's error, and then the call may be stored all the same:
   * accepting the same arrival again is safe. Rejects with OverloadedError when too many are waiting.
   */
  accept(arrival: Arrival): Promise<Acceptance> {
    if (this.#queue.length >= maxWaiting) return Promise.reject(new OverloadedError('too many calls are waiting'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ arrival, resolve, reject });
      // After the current turn of the event loop, so that requests read from the sockets together share a batch.
      if (!this.#isFillDue) setImmediate(() => this.#fill());
      this.#isFillDue = true;
    });
  }

  #fill(): void {
    this.#isFillDue = false;
    while (this.#queue.length >= (this.#commits === 0 ? 1 : worthAnotherCommit) && this.#commits < parallelCommits) {
      const batch = this.#takeBatch();
      this.#commits += 1;
      void this.#commit(batch).finally(() => {
        this.#commits -= 1;
        this.#fill();
      });
    }
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { arrival } of this.#queue) {
      bytes += arrival.body.length;
      if (count === batchSize || (count > 0 && bytes > batchBytes)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(batch: Waiting[]): Promise<void> {
    // The broker's state decides the word only: a `received` call is due like any other, and the sweep issues its permit.
    const brokerReady = this.#broker.isReady();
    try {
      const isNew = await acceptCalls(
        this.#database.pool,
        batch.map(({ arrival }) => arrival),
        brokerReady ? 'queued' : 'received',
        (arrival, fresh) => logRow(arrival as Arrival, fresh),
      );
      // Not awaited: the next commit need not wait for the broker's confirms.
      batch.forEach((waiting, i) => void this.#announce(waiting, isNew[i] === true, brokerReady));
    } catch (error) {
      if (isDatabaseAway(error)) {
        // In line they would wait for this batch's time limit and then for their own.
        for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(error);
      } else if (batch.length === 1) {
        batch[0]?.reject(error);
      } else {
        // One call that the database refuses must not take the others with it.
        for (const waiting of batch) await this.#commit([waiting]);
      }
    }
  }

  async #announce({ arrival, resolve }: Waiting, isNew: boolean, brokerReady: boolean): Promise<void> {
    const { call, skipReason, correlationId } = arrival;
    if (!isNew) return resolve('duplicate');
    if (skipReason !== null) return resolve('skipped');
    if (brokerReady) {
      try {
        await this.#broker.publishPermit(
          'transcribe',
          {
            bid: call.bid,
            callid: call.callid,
            recording_url: call.recording_url ?? '',
            duration_seconds: call.duration_seconds,
            agent_name: call.agent_name,
            agent_email: call.agent_email,
            attempt: 1,
            queued_at: arrival.receivedAt.toISOString(),
          },
          { correlationId, traceparent: traceparentOf({ correlation_id: correlationId }) },
        );
      } catch (err) {
        this.#logger.warn(
          { err, event: 'permit_owed', bid: call.bid, callid: call.callid },
          'the sweep will issue the permit',
        );
      }
    }
    resolve('accepted');
  }
}

function logRow(arrival: Arrival, isNew: boolean) {
  const { call, skipReason } = arrival;
  return {
    bid: call.bid,
    event_type: call.event,
    callid: call.callid,
    payload: arrival.payload,
    body_sha256: hash('sha256', arrival.body),
    signature_valid: true,
    queued: isNew && skipReason === null,
    skip_reason: isNew ? skipReason : 'duplicate',
    status_code: arrival.statusCode,
    received_at: arrival.receivedAt,
  };
}
