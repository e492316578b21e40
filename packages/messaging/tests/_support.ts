import { inspect } from 'node:util';
import { waitFor } from '@callscript/devstack/testing';
import { createBroker, type Broker, type BrokerOptions, type Delivery, type Logger } from '../src/index.ts';

export interface LogLine {
  level: keyof Logger;
  fields: object;
  message: string;
}

export function recordingLogger(): Logger & { lines: LogLine[]; text(): string } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      lines.push({ level, fields, message });
    };
  return {
    lines,
    text: () => lines.map((line) => inspect(line, { depth: 4 })).join('\n'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}

/** A broker client that retries quickly. */
export function startBroker(url: string, options: Partial<Omit<BrokerOptions, 'url' | 'urls'>> = {}): Broker {
  return createBroker({
    url,
    connectionName: 'messaging-test',
    logger: recordingLogger(),
    connectTimeoutMs: 1000,
    reconnect: { minMs: 20, maxMs: 200 },
    requeueDelayMs: 50,
    closeTimeoutMs: 500,
    ...options,
  });
}

export async function readyBroker(...args: Parameters<typeof startBroker>): Promise<Broker> {
  const broker = startBroker(...args);
  await broker.whenReady(AbortSignal.timeout(20_000));
  return broker;
}

/** The same broker on another port, such as a proxy's. */
export function onPort(brokerUrl: string, port: number): string {
  const url = new URL(brokerUrl);
  url.port = String(port);
  return url.href;
}

export function portOf(brokerUrl: string): number {
  return Number(new URL(brokerUrl).port);
}

/** Acks what it gets and keeps it. */
export function collector(): { deliveries: Delivery[]; bodies(): string[]; onMessage: (delivery: Delivery) => void } {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    bodies: () => deliveries.map((delivery) => delivery.body.toString()),
    onMessage(delivery) {
      deliveries.push(delivery);
      delivery.ack();
    },
  };
}

export function permit(callid: string): { bid: string; callid: string; attempt: number; queued_at: string } {
  return { bid: '6004', callid, attempt: 1, queued_at: '2026-01-02T03:04:05.000Z' };
}

/** Waits until everything expected has arrived, in whatever order and however often, and returns what has not. */
export async function missingAfterAll<T>(expected: Iterable<T>, arrived: () => Iterable<T>): Promise<T[]> {
  const missing = (): T[] => {
    const present = new Set(arrived());
    return Array.from(expected).filter((item) => !present.has(item));
  };
  await waitFor(() => missing().length === 0, { timeoutMs: 30_000 }).catch(() => undefined);
  return missing();
}
