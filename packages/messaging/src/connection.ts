import { connect, type ChannelModel } from 'amqplib';
import { Backoff, type BackoffSettings } from './backoff.ts';
import { messageOf, TopologyMismatchError } from './errors.ts';
import type { Logger } from './ports.ts';
import { Session } from './session.ts';
import { sleep, withDeadline } from './waiting.ts';

export interface ConnectionSettings {
  /** Tried in turn. */
  urls: readonly string[];
  /** Shown by the broker's management pages. */
  name: string;
  connectTimeoutMs: number;
  heartbeatSeconds: number;
  reconnect: BackoffSettings;
  closeTimeoutMs: number;
}

export interface ConnectionHooks {
  /** Makes a fresh connection usable. Awaits nothing but the broker. */
  prepare(model: ChannelModel): Promise<void>;
  ready(isFirst: boolean): void;
  /** Called after every `prepare`, whether it succeeded or not. */
  lost(): void;
  blocked(isBlocked: boolean): void;
}

/** A quorum queue is declared in some ten milliseconds, and in seconds on a starved disk. */
const prepareTimeoutMs = 30_000;

/** One connection to the broker, kept up for as long as the process wants it. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #hooks: ConnectionHooks;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #session: Session | undefined;
  #model: ChannelModel | undefined;
  #isFirst = true;
  #readyAt: number | undefined;
  #outcome = Promise.withResolvers<ChannelModel | undefined>();

  constructor(settings: ConnectionSettings, hooks: ConnectionHooks, logger: Logger) {
    this.#settings = settings;
    this.#hooks = hooks;
    this.#logger = logger;
    this.#loop = this.#run();
  }

  /** The connection while it is ready. */
  get model(): ChannelModel | undefined {
    return this.#model;
  }

  get isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** The next connection that gets ready, or undefined after the next attempt that fails. */
  nextOutcome(): Promise<ChannelModel | undefined> {
    return this.#outcome.promise;
  }

  /** Drops the present connection, without a word to the broker, and makes another. */
  recycle(reason: string): void {
    this.#session?.end(new Error(reason));
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    this.#session?.end(new Error('closed by this process'));
    // A connect attempt cannot be called off; it ends by its own timeout and then closes what it got.
    if (this.#session) await this.#loop;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(this.#settings.reconnect);
    for (let turn = 0; !this.isStopped; turn += 1) {
      const url = this.#settings.urls[turn % this.#settings.urls.length] ?? '';
      this.#readyAt = undefined;
      const error = await this.#connectAndServe(url).catch((failure: unknown) => failure);
      if (this.isStopped) break;
      this.#report(url, error);
      this.#settle(undefined);
      const livedMs = this.#readyAt === undefined ? 0 : performance.now() - this.#readyAt;
      await sleep(backoff.nextDelayMs(livedMs), this.#stopping.signal);
    }
    this.#settle(undefined);
  }

  /** Returns, or throws, why the connection ended. */
  async #connectAndServe(url: string): Promise<unknown> {
    const model = await connect(withHeartbeat(url, this.#settings.heartbeatSeconds), {
      // Without a timeout a peer that accepts and says nothing holds the attempt for ever.
      timeout: this.#settings.connectTimeoutMs,
      noDelay: true,
      clientProperties: { connection_name: this.#settings.name },
    });
    const session = new Session(model, (isBlocked) => this.#hooks.blocked(isBlocked));
    this.#session = session;
    try {
      if (this.isStopped) return undefined;
      await withDeadline(session.during(this.#hooks.prepare(model)), prepareTimeoutMs, 'declaring the topology');
      this.#becomeReady(model);
      return await session.ended;
    } finally {
      this.#model = undefined;
      this.#hooks.lost();
      await session.close(this.isStopped ? this.#settings.closeTimeoutMs : 0);
      this.#session = undefined;
    }
  }

  #becomeReady(model: ChannelModel): void {
    this.#model = model;
    this.#readyAt = performance.now();
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    this.#logger.info({ connection: this.#settings.name }, 'connected to RabbitMQ');
    this.#hooks.ready(isFirst);
    this.#settle(model);
  }

  #settle(model: ChannelModel | undefined): void {
    this.#outcome.resolve(model);
    this.#outcome = Promise.withResolvers();
  }

  #report(url: string, error: unknown): void {
    const fields = { connection: this.#settings.name, host: new URL(url).host, reason: messageOf(error) };
    if (error instanceof TopologyMismatchError) {
      this.#logger.error(fields, 'the topology at RabbitMQ is not ours; trying again');
    } else if (/ACCESS.REFUSED|NOT_ALLOWED/.test(fields.reason)) {
      this.#logger.error(fields, 'RabbitMQ refuses the user, the password or the virtual host; trying again');
    } else {
      this.#logger.warn(fields, 'no connection to RabbitMQ; trying again');
    }
  }
}

function withHeartbeat(url: string, seconds: number): string {
  const withQuery = new URL(url);
  if (!withQuery.searchParams.has('heartbeat')) withQuery.searchParams.set('heartbeat', String(seconds));
  return withQuery.href;
}
