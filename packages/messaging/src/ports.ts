/** What this package needs of a logger; pino's fits. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a process may want to count. Called on the hot path, so an implementation must be cheap and must not throw. */
export interface BrokerEvents {
  published(routingKey: string): void;
  publishFailed(routingKey: string, code: string): void;
  consumed(queue: string): void;
  reconnected(): void;
  blocked(isBlocked: boolean): void;
}
