import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findBrokerPrograms, findDatabasePrograms, hasDecoderPrograms } from './programs.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'callscript-programs-'));
});
afterEach(() => rm(root, { recursive: true }));

const NOWHERE = { broker: [], erlang: [] };

test('finds programs in the PATH', async () => {
  const server = await install('bin/rabbitmq-server');
  const epmd = await install('bin/epmd');
  expect(await findBrokerPrograms(`${root}/empty:${root}/bin`, NOWHERE)).toEqual({ server, epmd });
});

test('finds programs in the usual places when the PATH lacks them', async () => {
  const server = await install('lib/rabbitmq/bin/rabbitmq-server');
  const epmd = await install('bin/epmd');
  const places = { broker: [dirname(server)], erlang: [dirname(epmd)] };
  expect(await findBrokerPrograms('', places)).toEqual({ server, epmd });
});

test("passes over the distribution's wrapper, which would change the user", async () => {
  expect(await findBrokerPrograms('/usr/sbin:/sbin', NOWHERE)).toBeUndefined();
});

test('a file that may not be executed is no program', async () => {
  await install('bin/epmd');
  await writeFile(join(root, 'bin/rabbitmq-server'), '', { mode: 0o644 });
  expect(await findBrokerPrograms(`${root}/bin`, NOWHERE)).toBeUndefined();
});

test('tells MariaDB from MySQL by what it says, not by its name', async () => {
  const mysqld = await install('mysql/mysqld', 'mysqld  Ver 8.4.7 for Linux on x86_64 (MySQL Community Server - GPL)');
  expect(await findDatabasePrograms(`${root}/mysql`, [])).toEqual({ flavour: 'mysql', server: mysqld });

  const server = await install('mariadb/mysqld', 'mysqld  Ver 10.6.22-MariaDB for Linux on x86_64');
  expect(await findDatabasePrograms(`${root}/mariadb`, [])).toBeUndefined();
  const installer = await install('mariadb/mysql_install_db');
  expect(await findDatabasePrograms(`${root}/mariadb`, [])).toEqual({ flavour: 'mariadb', server, installer });
});

test('recordings can be decoded when both programs are in the PATH', async () => {
  await install('bin/ffmpeg');
  expect(await hasDecoderPrograms(`${root}/bin`)).toBe(false);
  await install('other/ffprobe');
  expect(await hasDecoderPrograms(`${root}/bin:${root}/other`)).toBe(true);
});

async function install(path: string, says = ''): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  return file;
}
