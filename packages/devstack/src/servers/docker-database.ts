import { runSql } from './database-client.ts';
import { DATABASE_NAME, DATABASE_SETTINGS, RELAXED_SETTINGS } from './database-settings.ts';
import { startDockerServer } from './docker-server.ts';
import { findFreePort } from './free-port.ts';
import type { RunningDatabase, ServerOptions } from './server-control.ts';
import { openServerDirectory } from './server-directory.ts';

const IMAGE = 'mysql:8.4';

export async function startDockerDatabase(options: ServerOptions): Promise<RunningDatabase> {
  const { path, password, temporary } = await openServerDirectory(options.directory, 'docker-mysql');
  const port = await findFreePort();
  const urlAt = (host: string): string => `mysql://root:${password}@${host}:${port}/${DATABASE_NAME}`;
  const server = await startDockerServer({
    name: 'MySQL',
    image: IMAGE,
    hostname: 'callscript',
    environment: { MYSQL_ROOT_PASSWORD: password, MYSQL_DATABASE: DATABASE_NAME },
    command: [...DATABASE_SETTINGS, ...(options.durable ? [] : RELAXED_SETTINGS)],
    ports: new Map([[3306, port]]),
    dataPath: '/var/lib/mysql',
    directory: temporary ? undefined : path,
    connect: (host) => runSql(urlAt(host), 'SELECT 1'),
    log: options.log,
  });
  return {
    url: urlAt(server.host),
    control: server.control,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
