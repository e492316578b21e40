import { connectToBroker, createBrokerManagement } from './broker-client.ts';
import { runSql } from './database-client.ts';
import { startDockerBroker } from './docker-broker.ts';
import { startDockerDatabase } from './docker-database.ts';
import { type BrokerSource, type DatabaseSource, locateBroker, locateDatabase, thisMachine } from './locate-servers.ts';
import { startPrivateBroker } from './private-broker.ts';
import { startPrivateDatabase } from './private-database.ts';
import type { RunningBroker, RunningDatabase, ServerControl, ServerOptions } from './server-control.ts';

export interface Servers extends AsyncDisposable {
  /** `amqp://user:password@host:port` */
  brokerUrl: string;
  /** `http://user:password@host:port`, the root of the management API */
  brokerManagementUrl: string;
  /** `mysql://user:password@host:port/database` of a user who may create databases */
  databaseUrl: string;
  /** undefined when the environment named the server: it is not ours to stop */
  broker: ServerControl | undefined;
  database: ServerControl | undefined;
}

/**
 * Gets a RabbitMQ and a MariaDB or MySQL by the first way that this machine offers (see `locateBroker`), and returns
 * when both answer. Disposal stops what was started here. A server that dies by itself is reported to `log` with the
 * end of its log.
 */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const machine = thisMachine(process.env, options.log);
  const brokerSource = await locateBroker(process.env, machine);
  const databaseSource = await locateDatabase(process.env, machine);
  const [broker, database] = await Promise.allSettled([
    startBroker(brokerSource, options),
    startDatabase(databaseSource, options),
  ]);
  if (broker.status === 'rejected' || database.status === 'rejected') {
    await disposeAll([broker, database].flatMap((start) => (start.status === 'fulfilled' ? [start.value] : [])));
    throw broker.status === 'rejected' ? broker.reason : (database as PromiseRejectedResult).reason;
  }
  return {
    brokerUrl: broker.value.url,
    brokerManagementUrl: broker.value.managementUrl,
    databaseUrl: database.value.url,
    broker: broker.value.control,
    database: database.value.control,
    [Symbol.asyncDispose]: () => disposeAll([broker.value, database.value]),
  };
}

/** Stops servers side by side: neither needs the other, and each may take seconds. */
async function disposeAll(servers: readonly AsyncDisposable[]): Promise<void> {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
}

export async function startBroker(source: BrokerSource, options: ServerOptions): Promise<RunningBroker> {
  switch (source.kind) {
    case 'address':
      await connectToBroker(source.address.url);
      await createBrokerManagement(source.address.managementUrl).request('GET', 'overview');
      return { ...source.address, control: undefined, async [Symbol.asyncDispose]() {} };
    case 'docker':
      return startDockerBroker(options);
    case 'programs':
      return startPrivateBroker(source.programs, options);
  }
}

export async function startDatabase(source: DatabaseSource, options: ServerOptions): Promise<RunningDatabase> {
  switch (source.kind) {
    case 'address':
      await runSql(source.address.url, 'SELECT 1');
      return { ...source.address, control: undefined, async [Symbol.asyncDispose]() {} };
    case 'docker':
      return startDockerDatabase(options);
    case 'programs':
      return startPrivateDatabase(source.programs, options);
  }
}
