import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runSql } from './database-client.ts';
import { DATABASE_NAME, DATABASE_SETTINGS, RELAXED_SETTINGS } from './database-settings.ts';
import { findFreePort } from './free-port.ts';
import { PrivateServer } from './private-server.ts';
import type { DatabasePrograms } from './programs.ts';
import { runProgram } from './run-program.ts';
import type { RunningDatabase, ServerOptions } from './server-control.ts';
import { openServerDirectory } from './server-directory.ts';

const USER = 'callscript';

/** Runs an installed MariaDB or MySQL as a private process that listens on the loopback address alone. */
export async function startPrivateDatabase(
  programs: DatabasePrograms,
  options: ServerOptions,
): Promise<RunningDatabase> {
  const directory = await openServerDirectory(options.directory, programs.flavour);
  const port = await findFreePort();
  const url = `mysql://${USER}:${directory.password}@127.0.0.1:${port}/${DATABASE_NAME}`;
  await initializeData(programs, directory.path);
  const initFile = join(directory.path, 'init.sql');
  await writeFile(initFile, initStatements(directory.password), { mode: 0o600 });

  const server = new PrivateServer({
    name: programs.flavour === 'mariadb' ? 'MariaDB' : 'MySQL',
    directory: directory.path,
    temporary: directory.temporary,
    command: programs.server,
    args: [
      '--no-defaults',
      ...asRoot(),
      `--datadir=${join(directory.path, 'data')}`,
      `--init-file=${initFile}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      // Relative to the data directory: an absolute path may exceed the length that a socket's name can have.
      '--socket=server.sock',
      '--pid-file=mysqld.pid',
      ...DATABASE_SETTINGS,
      ...(programs.flavour === 'mysql' ? ['--mysqlx=OFF'] : []),
      ...(options.durable ? [] : RELAXED_SETTINGS),
    ],
    env: ownTemporaryFolder(directory.path),
    connect: () => runSql(url, 'SELECT 1'),
    log: options.log,
  });
  await server.start();
  return { url, control: server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Creates the system tables beside their final place, so that an interrupted creation is never taken for a whole one. */
async function initializeData(programs: DatabasePrograms, directory: string): Promise<void> {
  await mkdir(join(directory, 'tmp'), { recursive: true });
  const data = join(directory, 'data');
  const isInitialized = await access(data).then(
    () => true,
    () => false,
  );
  if (isInitialized) return;
  await rm(join(directory, 'data.new'), { recursive: true, force: true });
  const options = { cwd: directory, env: ownTemporaryFolder(directory) };
  // The installer is a shell script that cannot bear a space in a path, hence the relative one.
  const common = ['--no-defaults', ...asRoot(), '--datadir=./data.new'];
  if (programs.flavour === 'mysql') {
    await runProgram(programs.server, [...common, '--initialize-insecure'], options);
  } else {
    const unreachableRoot = ['--auth-root-authentication-method=socket', '--skip-test-db', '--skip-name-resolve'];
    await runProgram(programs.installer, [...common, ...unreachableRoot], options);
  }
  await rename(join(directory, 'data.new'), data);
}

/** In a shared one, a server that starts clears away what another has just made. */
function ownTemporaryFolder(directory: string): NodeJS.ProcessEnv {
  return { ...process.env, TMPDIR: join(directory, 'tmp') };
}

function initStatements(password: string): string {
  const statements = [
    `CREATE DATABASE IF NOT EXISTS ${DATABASE_NAME}`,
    `CREATE USER IF NOT EXISTS '${USER}'@'%' IDENTIFIED BY '${password}'`,
    `GRANT ALL PRIVILEGES ON *.* TO '${USER}'@'%' WITH GRANT OPTION`,
  ];
  return statements.map((statement) => `${statement};\n`).join('');
}

function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
