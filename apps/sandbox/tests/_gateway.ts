import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };
export type Reply = { status: number; body?: unknown } | 'reset';

export type FakeGateway = AsyncDisposable & { url: string; received: Received[] };

/**
 * Answers the first request with the first reply and so on; the last reply serves all that follow. Nothing is answered
 * before `holdUntil` requests have come.
 */
export async function startFakeGateway(
  replies: readonly [Reply, ...Reply[]],
  { holdUntil = 0 } = {},
): Promise<FakeGateway> {
  const received: Received[] = [];
  const enough = Promise.withResolvers<void>();
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const reply = replies[Math.min(received.length, replies.length - 1)] ?? replies[0];
    received.push({ path: request.url ?? '', headers: request.headers, body });
    if (received.length >= holdUntil) enough.resolve();
    await enough.promise;
    if (reply === 'reset') request.socket.destroy();
    else response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body ?? {}));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
