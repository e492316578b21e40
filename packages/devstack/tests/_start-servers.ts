// Run as a process of its own: starts the servers in the directory given, names their processes, and waits to be killed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startServers } from '../src/index.ts';

const [directory = ''] = process.argv.slice(2);
await startServers({ directory, durable: true, log: console.error });
const serverPids = await Promise.all(
  ['rabbitmq', 'mariadb'].map(async (name) =>
    Number.parseInt(await readFile(join(directory, name, 'server.pid'), 'utf8')),
  ),
);
console.log(JSON.stringify({ serverPids }));
