import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connectToBroker, createBrokerManagement } from './broker-client.ts';
import { findFreePort } from './free-port.ts';
import { PrivateServer } from './private-server.ts';
import type { BrokerPrograms } from './programs.ts';
import type { RunningBroker, ServerOptions } from './server-control.ts';
import { openServerDirectory } from './server-directory.ts';

const USER = 'callscript';

// An epmd of our own, in our process group, keeps the node apart from every other Erlang node of this machine.
const LAUNCH = '"$0" -port "$ERL_EPMD_PORT" -address 127.0.0.1 & exec "$1"';

/** Runs an installed RabbitMQ (3.10 to 4.x) as a private process that listens on the loopback address alone. */
export async function startPrivateBroker(programs: BrokerPrograms, options: ServerOptions): Promise<RunningBroker> {
  const directory = await openServerDirectory(options.directory, 'rabbitmq');
  const ports = {
    amqp: await findFreePort(),
    management: await findFreePort(),
    epmd: await findFreePort(),
    distribution: await findFreePort(),
  };
  const url = `amqp://${USER}:${directory.password}@127.0.0.1:${ports.amqp}`;
  const managementUrl = `http://${USER}:${directory.password}@127.0.0.1:${ports.management}`;
  await writeConfiguration(directory.path, directory.password, ports);

  // The user is created on the first start alone, so the data of a first start that was cut short are useless.
  const firstStartDone = join(directory.path, 'first-start-done');
  const isFirstStart = await access(firstStartDone).then(
    () => false,
    () => true,
  );
  if (isFirstStart) await rm(join(directory.path, 'data'), { recursive: true, force: true });

  const server = new PrivateServer({
    name: 'RabbitMQ',
    directory: directory.path,
    temporary: directory.temporary,
    command: '/bin/sh',
    args: ['-c', LAUNCH, programs.epmd, programs.server],
    env: environment(directory.path, ports),
    connect: async () => {
      await connectToBroker(url);
      await createBrokerManagement(managementUrl).request('GET', 'overview');
    },
    log: options.log,
  });
  await server.start();
  if (isFirstStart) await writeFile(firstStartDone, '');
  return { url, managementUrl, control: server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

interface BrokerPorts {
  amqp: number;
  management: number;
  epmd: number;
  distribution: number;
}

async function writeConfiguration(directory: string, password: string, ports: BrokerPorts): Promise<void> {
  const configuration = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    `default_user = ${USER}`,
    `default_pass = ${password}`,
    'disk_free_limit.absolute = 50MB',
    'raft.wal_max_size_bytes = 67108864',
    'log.file = false',
    'log.console = true',
    'log.console.level = info',
    'log.console.use_colors = off',
  ];
  await writeFile(join(directory, 'rabbitmq.conf'), `${configuration.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(directory, 'enabled_plugins'), '[rabbitmq_management].\n');
  await writeFile(join(directory, 'rabbitmq-env.conf'), '');
}

function environment(directory: string, ports: BrokerPorts): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    // The Erlang cookie lives in the home directory; another cookie is another cluster.
    HOME: directory,
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // The start script then becomes the server instead of waiting for it, so that signals reach the server itself.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_NODENAME: 'callscript@localhost',
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(directory, 'data'),
    RABBITMQ_LOG_BASE: directory,
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput +S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
  };
}
