/** RabbitMQ for the platform: the topology, confirmed publishing, and consuming that survives the broker. */
export {
  createBroker,
  type Broker,
  type BrokerState,
  type DeadLetterOptions,
  type PermitOptions,
  type QueueDepth,
} from './broker.ts';
export type { BrokerOptions } from './broker-options.ts';
export { consumePermits, type ConsumePermitsOptions } from './consume-permits.ts';
export type { ConsumeOptions, Subscription } from './consumer.ts';
export { declareTopology } from './declare-topology.ts';
export type { Delivery } from './delivery.ts';
export {
  BrokerUnavailableError,
  PublishUnconfirmedError,
  QueueMissingError,
  TopologyMismatchError,
  UnroutableError,
  type Unavailability,
} from './errors.ts';
export type { PublishRequest } from './outgoing-message.ts';
export type { BrokerEvents, Logger } from './ports.ts';
export {
  delayRung,
  delayRungs,
  failedQueueName,
  queueName,
  spoolQueue,
  topology,
  workExchange,
  type DelayRung,
  type ExchangeSpec,
  type QueueSpec,
  type Topology,
} from './topology.ts';
