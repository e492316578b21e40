import { connectToBroker, createBrokerManagement } from './broker-client.ts';
import { startDockerServer } from './docker-server.ts';
import { findFreePort } from './free-port.ts';
import type { RunningBroker, ServerOptions } from './server-control.ts';
import { openServerDirectory } from './server-directory.ts';

const IMAGE = 'rabbitmq:4.2-management';
const USER = 'callscript';

export async function startDockerBroker(options: ServerOptions): Promise<RunningBroker> {
  const { path, password, temporary } = await openServerDirectory(options.directory, 'docker-rabbitmq');
  const ports = { amqp: await findFreePort(), management: await findFreePort() };
  const urls = (host: string) => ({
    url: `amqp://${USER}:${password}@${host}:${ports.amqp}`,
    managementUrl: `http://${USER}:${password}@${host}:${ports.management}`,
  });
  const server = await startDockerServer({
    name: 'RabbitMQ',
    image: IMAGE,
    // The node is named after its host and keeps its data under that name.
    hostname: 'callscript',
    environment: { RABBITMQ_DEFAULT_USER: USER, RABBITMQ_DEFAULT_PASS: password },
    command: [],
    ports: new Map([
      [5672, ports.amqp],
      [15672, ports.management],
    ]),
    dataPath: '/var/lib/rabbitmq',
    directory: temporary ? undefined : path,
    connect: async (host) => {
      await connectToBroker(urls(host).url);
      await createBrokerManagement(urls(host).managementUrl).request('GET', 'overview');
    },
    log: options.log,
  });
  return { ...urls(server.host), control: server.control, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
