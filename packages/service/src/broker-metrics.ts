import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts what the broker client tells of; fits the `events` option of `createBroker`. */
export function brokerMetrics(registry: Registry) {
  const registers = [registry];
  const published = new Counter({
    name: 'callscript_messages_published_total',
    help: 'Messages confirmed by the broker.',
    labelNames: ['routing_key'],
    registers,
  });
  const failed = new Counter({
    name: 'callscript_messages_publish_failed_total',
    help: 'Messages that were refused, returned, or never confirmed.',
    labelNames: ['routing_key', 'code'],
    registers,
  });
  const consumed = new Counter({
    name: 'callscript_messages_consumed_total',
    help: 'Deliveries taken from a queue.',
    labelNames: ['queue'],
    registers,
  });
  const reconnected = new Counter({
    name: 'callscript_broker_reconnected_total',
    help: 'Connections made again after a loss.',
    registers,
  });
  const blocked = new Gauge({
    name: 'callscript_broker_blocked',
    help: '1 while an alarm of the broker blocks publishing.',
    registers,
  });
  return {
    published: (routingKey: string) => published.inc({ routing_key: routingKey }),
    publishFailed: (routingKey: string, code: string) => failed.inc({ routing_key: routingKey, code }),
    consumed: (queue: string) => consumed.inc({ queue }),
    reconnected: () => reconnected.inc(),
    blocked: (isBlocked: boolean) => blocked.set(isBlocked ? 1 : 0),
  };
}
