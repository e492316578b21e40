import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dockerAnswers } from './docker-engine.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callscript-docker-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('an engine that answers at DOCKER_HOST is found', async () => {
  const socket = join(directory, 'engine.sock');
  const engine = createServer((request, response) =>
    response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK'),
  );
  engine.listen(socket);
  await once(engine, 'listening');
  expect(await dockerAnswers({ DOCKER_HOST: `unix://${socket}` })).toBe(true);
  engine.close();
});

test('a socket that nobody listens on is no engine', async () => {
  expect(await dockerAnswers({ DOCKER_HOST: `unix://${join(directory, 'nothing.sock')}` })).toBe(false);
});

test('an engine that hangs is given up', async () => {
  const socket = join(directory, 'hung.sock');
  const hung = createTcpServer();
  hung.listen(socket);
  await once(hung, 'listening');
  expect(await dockerAnswers({ DOCKER_HOST: `unix://${socket}` })).toBe(false);
  hung.close();
});
