import type { BackoffSettings } from './backoff.ts';
import type { ConnectionSettings } from './connection.ts';
import type { ConsumerSettings } from './consumer.ts';
import type { BrokerEvents, Logger } from './ports.ts';
import type { PublisherSettings } from './publisher.ts';

export type BrokerOptions = BrokerLocation & {
  /** Names the process in RabbitMQ's management pages. */
  connectionName: string;
  logger: Logger;
  events?: BrokerEvents;
  /** How many messages may be on their way unconfirmed; 500. */
  window?: number;
  /** How many callers of `publish` may wait for a place in the window before more are refused; 10,000. */
  maxWaiting?: number;
  /** How long a message may take to be confirmed, waiting for its place included; 5,000. */
  publishTimeoutMs?: number;
  /** 5,000 */
  connectTimeoutMs?: number;
  /** A silent peer is given up after about three of these; 10. A `heartbeat` in the URL wins. */
  heartbeatSeconds?: number;
  /** Full jitter from 100 ms to 30 s, between connections and between attempts to subscribe. */
  reconnect?: BackoffSettings;
  /** How long a delivery whose handler threw is kept before it goes back to its queue; 1,000. */
  requeueDelayMs?: number;
  /** How long each goodbye to the broker may take; 2,000. */
  closeTimeoutMs?: number;
};

/** `amqp://` or `amqps://`; several hosts are tried in turn. */
type BrokerLocation = { url: string } | { urls: readonly [string, ...string[]] };

export interface BrokerSettings {
  connectionName: string;
  connection: Omit<ConnectionSettings, 'name'>;
  publisher: PublisherSettings;
  consumer: ConsumerSettings;
}

export function brokerSettings(options: BrokerOptions): BrokerSettings {
  const urls = 'urls' in options ? options.urls : [options.url];
  for (const url of urls) refuseUnusable(url);
  const { reconnect = { minMs: 100, maxMs: 30_000 }, closeTimeoutMs = 2000 } = options;
  return {
    connectionName: options.connectionName,
    connection: {
      urls,
      connectTimeoutMs: options.connectTimeoutMs ?? 5000,
      heartbeatSeconds: options.heartbeatSeconds ?? 10,
      reconnect,
      closeTimeoutMs,
    },
    publisher: {
      window: options.window ?? 500,
      maxWaiting: options.maxWaiting ?? 10_000,
      publishTimeoutMs: options.publishTimeoutMs ?? 5000,
    },
    consumer: { resubscribe: reconnect, requeueDelayMs: options.requeueDelayMs ?? 1000, closeTimeoutMs },
  };
}

/** The message never contains the URL, which carries a password. */
function refuseUnusable(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === 'amqp:' || protocol === 'amqps:') return;
  throw new TypeError('the broker URL must be amqp://user:password@host:port/vhost, or amqps://');
}
