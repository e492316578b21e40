import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { waitFor } from './wait-for.ts';

let echo: Server;
let proxy: TcpProxy;
const echoed: string[] = [];

beforeEach(async () => {
  echoed.length = 0;
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      echoed.push(bytes.toString());
      socket.write(bytes);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await createTcpProxy({ targetPort: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  echo.close();
});

test('passes bytes both ways, more of them than any buffer holds', async () => {
  const client = await dial();
  const sent = Buffer.alloc(5_000_000, 'ab');
  const received: Buffer[] = [];
  client.on('data', (bytes: Buffer) => received.push(bytes));
  client.end(sent);
  await once(client, 'close');
  expect(Buffer.concat(received).equals(sent)).toBe(true);
});

test('cut resets the open connections and serves new ones', async () => {
  const client = await dial();
  await exchange(client, 'hello');
  const failure = new Promise((resolve) => client.once('error', resolve));
  proxy.cut();
  expect(await failure).toMatchObject({ code: 'ECONNRESET' });
  await exchange(await dial(), 'again');
});

test('freeze holds back what old and new connections send, and thaw delivers it', async () => {
  const old = await dial();
  await exchange(old, 'before');
  proxy.freeze();
  const fresh = await dial();
  old.write('held-old');
  fresh.write('held-new');
  // A direct connection sent later has been answered, so the frozen bytes had every chance to arrive.
  await exchange(await dialEcho(), 'direct');
  expect(echoed).toEqual(['before', 'direct']);
  proxy.thaw();
  await waitFor(() => echoed.includes('held-old') && echoed.includes('held-new'));
  await exchange(old, 'after');
});

test('refuse turns new connections away while open ones live, until restore', async () => {
  const client = await dial();
  await exchange(client, 'hello');
  await proxy.refuse();
  await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await exchange(client, 'still here');
  await proxy.restore();
  await exchange(await dial(), 'welcome back');
});

test('an end sent by the client reaches the server, and the client hears the rest', async () => {
  const client = await dial();
  const chunks: Buffer[] = [];
  client.on('data', (bytes: Buffer) => chunks.push(bytes));
  client.end('last words');
  await once(client, 'close');
  expect(Buffer.concat(chunks).toString()).toBe('last words');
});

const dial = (): Promise<Socket> => dialPort(proxy.port);
const dialEcho = (): Promise<Socket> => dialPort((echo.address() as AddressInfo).port);

async function dialPort(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

async function exchange(socket: Socket, text: string): Promise<void> {
  const answer = once(socket, 'data');
  socket.write(text);
  const [bytes] = (await answer) as [Buffer];
  expect(bytes.toString()).toBe(text);
}
