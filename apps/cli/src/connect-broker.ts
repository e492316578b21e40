import { createBroker, type Broker } from '@callscript/messaging';

/** Declaring the topology on an empty, busy broker takes the longest. */
const timeoutMs = 30_000;

/** The broker client tries for ever, as a service wants it; a person at a prompt is told when each node has failed once. */
export async function connectBroker(urls: readonly [string, ...string[]]): Promise<Broker> {
  const givingUp = new AbortController();
  const giveUp = (fields: object): void => {
    const reason = 'reason' in fields ? String(fields.reason) : 'unknown reason';
    const hosts = urls.map((url) => new URL(url).host).join(', ');
    givingUp.abort(new Error(`RabbitMQ at ${hosts} cannot be used: ${reason}`));
  };
  let failures = 0;
  const countFailure = (fields: object): void => {
    failures += 1;
    if (failures >= urls.length) giveUp(fields);
  };
  const timer = setTimeout(() => giveUp({ reason: `no answer for ${timeoutMs / 1000} s` }), timeoutMs);
  const ignore = (): void => undefined;
  const broker = createBroker({
    urls,
    connectionName: 'callscript-cli',
    logger: { debug: ignore, info: ignore, warn: countFailure, error: countFailure },
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
