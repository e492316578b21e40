import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { runProgram } from './run-program.ts';

export interface BrokerPrograms {
  server: string;
  epmd: string;
}

export type DatabasePrograms =
  | { flavour: 'mariadb'; server: string; installer: string }
  | { flavour: 'mysql'; server: string };

// Debian's and Red Hat's rabbitmq-server in /usr/sbin changes to the user `rabbitmq`; the real one is elsewhere.
const WRAPPER_PLACES = new Set(['/usr/sbin', '/sbin']);
const BROKER_PLACES = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin'];
const ERLANG_PLACES = [
  '/usr/bin',
  '/usr/lib/erlang/bin',
  '/usr/lib64/erlang/bin',
  '/opt/homebrew/bin',
  '/usr/local/bin',
];
const DATABASE_PLACES = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
];

/** Looks for RabbitMQ in the directories of a PATH and in the usual places outside it. */
export async function findBrokerPrograms(
  path: string,
  places = { broker: BROKER_PLACES, erlang: ERLANG_PLACES },
): Promise<BrokerPrograms | undefined> {
  const directories = path.split(delimiter);
  const server = await findProgram('rabbitmq-server', [
    ...directories.filter((directory) => !WRAPPER_PLACES.has(directory)),
    ...places.broker,
  ]);
  const epmd = await findProgram('epmd', [...directories, ...places.erlang]);
  return server && epmd ? { server, epmd } : undefined;
}

/** Looks for MariaDB, then for MySQL. */
export async function findDatabasePrograms(
  path: string,
  places = DATABASE_PLACES,
): Promise<DatabasePrograms | undefined> {
  const directories = [...path.split(delimiter), ...places];
  const server = (await findProgram('mariadbd', directories)) ?? (await findProgram('mysqld', directories));
  if (!server) return undefined;
  // MariaDB also answers to the name mysqld.
  const version = await runProgram(server, ['--no-defaults', '--version']).catch(() => '');
  if (!version.includes('MariaDB')) return version === '' ? undefined : { flavour: 'mysql', server };
  const installer =
    (await findProgram('mariadb-install-db', directories)) ?? (await findProgram('mysql_install_db', directories));
  return installer ? { flavour: 'mariadb', server, installer } : undefined;
}

/** Whether recordings can be decoded: the services find both programs by the PATH, so nowhere else counts. */
export async function hasDecoderPrograms(path: string): Promise<boolean> {
  const directories = path.split(delimiter);
  const found = await Promise.all(['ffmpeg', 'ffprobe'].map((name) => findProgram(name, directories)));
  return found.every((file) => file !== undefined);
}

async function findProgram(name: string, directories: readonly string[]): Promise<string | undefined> {
  for (const directory of directories) {
    if (directory === '') continue;
    const file = join(directory, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
