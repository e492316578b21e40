import { createBroker, type Broker } from '@callscript/messaging';

/** Declaring the topology on an empty, busy broker takes the longest. */
const timeoutMs = 30_000;

/** The broker client tries for ever, as a service wants it; a person at a prompt is told at the first failure. */
export async function connectBroker(url: string): Promise<Broker> {
  const givingUp = new AbortController();
  const giveUp = (fields: object): void => {
    const reason = 'reason' in fields ? String(fields.reason) : 'unknown reason';
    givingUp.abort(new Error(`RabbitMQ at ${new URL(url).host} cannot be used: ${reason}`));
  };
  const timer = setTimeout(() => giveUp({ reason: `no answer for ${timeoutMs / 1000} s` }), timeoutMs);
  const ignore = (): void => undefined;
  const broker = createBroker({
    url,
    connectionName: 'callscript-cli',
    logger: { debug: ignore, info: ignore, warn: giveUp, error: giveUp },
  });
  try {
    await broker.whenReady(givingUp.signal);
    return broker;
  } catch (error) {
    await broker[Symbol.asyncDispose]();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
