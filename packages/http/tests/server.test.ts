import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { problemSchema, problemContentType } from '@callscript/contracts';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttpServer, HttpProblem, parseInput } from '../src/index.ts';

const logged: string[] = [];
const logger = pino({}, { write: (line: string) => void logged.push(line) });
let app: FastifyInstance;

async function start(routes: (app: FastifyInstance) => void): Promise<string> {
  logged.length = 0;
  app = createHttpServer({ logger, bodyLimitBytes: 1_000 });
  routes(app);
  return await app.listen({ host: '127.0.0.1', port: 0 });
}

afterEach(async () => {
  await app.close();
});

async function readProblem(response: Response) {
  expect(response.headers.get('content-type')).toContain(problemContentType);
  return problemSchema.parse(await response.json());
}

test('an unexpected error is a 500 that tells nothing but the id under which the log has it', async () => {
  const url = await start((server) => {
    server.get('/', () => {
      throw new Error('the secret is 42');
    });
  });

  const problem = await readProblem(await fetch(url));

  expect(problem).toEqual({ type: 'about:blank', title: 'Internal error', status: 500, instance: problem.instance });
  expect(logged.join()).toContain('the secret is 42');
  expect(logged.join()).toContain(problem.instance);
});

test('a problem thrown by a handler is answered with its status, detail, fields and headers', async () => {
  const url = await start((server) => {
    server.post('/', (req) => parseInput(z.object({ bid: z.string() }), req.body, 'call'));
    server.get('/', () => {
      throw new HttpProblem(429, 'too many', { headers: { 'retry-after': '7' } });
    });
  });

  const invalid = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  expect(await readProblem(invalid)).toMatchObject({
    status: 422,
    detail: 'the call is not valid',
    errors: [{ field: 'bid', message: expect.any(String) }],
  });
  const limited = await fetch(url);
  expect(limited.headers.get('retry-after')).toBe('7');
  expect(await readProblem(limited)).toMatchObject({ status: 429, title: 'Too many requests', detail: 'too many' });
});

test('a known path with another method is 405 with what it allows, an unknown path 404', async () => {
  const url = await start((server) => {
    server.post('/webhook/x', () => ({}));
  });

  const wrongMethod = await fetch(`${url}/webhook/x?a=1`);
  expect(wrongMethod.headers.get('allow')).toBe('POST');
  expect(await readProblem(wrongMethod)).toMatchObject({ status: 405 });
  expect(await readProblem(await fetch(`${url}/nothing`))).toMatchObject({ status: 404 });
});

test('a body that is too long, not JSON or of another type is refused with a problem document', async () => {
  const url = await start((server) => {
    server.post('/', () => ({}));
  });
  const post = (type: string, body: string) => fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

  expect(await readProblem(await post('application/json', `"${'x'.repeat(2_000)}"`))).toMatchObject({ status: 413 });
  expect(await readProblem(await post('application/json', '{'))).toMatchObject({ status: 400 });
  expect(await readProblem(await post('text/csv', 'a,b'))).toMatchObject({ status: 415 });
});

test.each([
  ['an unknown method', 'FOO / HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  ['endless headers', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
])('what is not HTTP hears a problem document too: %s', async (_, bytes, status) => {
  await start(() => undefined);
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);

  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');

  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain(`content-type: ${problemContentType}`);
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status });
});

test('the log holds neither URLs nor bodies', async () => {
  const url = await start((server) => {
    server.post('/call', () => ({}));
  });

  await fetch(`${url}/call?phone=12025550143`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Richa Verma"}',
  });

  expect(logged.join()).not.toMatch(/12025550143|Richa/);
});

test('closing does not wait for idle keep-alive connections, and finishes the request under way', async () => {
  const underWay = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const url = await start((server) => {
    server.get('/slow', async () => {
      underWay.resolve();
      await finish.promise;
      return { done: true };
    });
  });
  await (await fetch(`${url}/`)).text();
  const slow = fetch(`${url}/slow`);
  await underWay.promise;

  const closed = app.close();
  finish.resolve();

  expect(await (await slow).json()).toEqual({ done: true });
  // The keep-alive timeout is 65 s; the test's own limit is shorter than that.
  await closed;
});
