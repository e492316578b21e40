import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

import { findFreePort } from '../servers/free-port.ts';

export interface TcpProxy extends AsyncDisposable {
  /** Clients connect to this loopback port. */
  readonly port: number;
  /** Resets every open connection; new ones are served. */
  cut(): void;
  /** Holds back every byte, both ways, on connections old and new; they stay open. */
  freeze(): void;
  /** Lets the bytes that were held back go. */
  thaw(): void;
  /** Refuses new connections; open ones live on. */
  refuse(): Promise<void>;
  /** Accepts connections again. */
  restore(): Promise<void>;
}

/** Stands between a client and a server on this machine and breaks their connections on demand. */
export async function createTcpProxy(options: { targetPort: number }): Promise<TcpProxy> {
  const port = await findFreePort();
  const links = new Set<Link>();
  let isFrozen = false;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ port: options.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const link = createLink(client, target, () => links.delete(link));
    links.add(link);
    if (!isFrozen) link.flow();
  });
  const listen = async (): Promise<void> => {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  // `close` also waits for open connections, which may live on; listening ends at once.
  const refuse = async (): Promise<void> => {
    if (server.listening) server.close();
  };
  const cut = (): void => {
    for (const link of links) link.reset();
  };

  await listen();
  return {
    port,
    cut,
    freeze() {
      isFrozen = true;
      for (const link of links) link.hold();
    },
    thaw() {
      isFrozen = false;
      for (const link of links) link.flow();
    },
    refuse,
    restore: listen,
    async [Symbol.asyncDispose]() {
      const closed = server.listening ? once(server, 'close') : undefined;
      await refuse();
      cut();
      await closed;
    },
  };
}

interface Link {
  flow(): void;
  hold(): void;
  reset(): void;
}

function createLink(client: Socket, target: Socket, onEnd: () => void): Link {
  const reset = (): void => {
    client.resetAndDestroy();
    target.resetAndDestroy();
  };
  for (const socket of [client, target]) {
    socket.setNoDelay(true);
    socket.pause();
    socket.on('error', reset);
    socket.on('close', (hadError) => {
      if (hadError) reset();
      onEnd();
    });
  }
  return {
    flow() {
      client.pipe(target);
      target.pipe(client);
    },
    hold() {
      for (const socket of [client, target]) {
        socket.unpipe();
        socket.pause();
      }
    },
    reset,
  };
}
