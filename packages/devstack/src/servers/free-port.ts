import { createServer } from 'node:net';

// Below the range from which Linux and macOS take the ports of outgoing connections: a client that keeps dialling a
// stopped server on a port of that range can be given that very port, and the server could not start again.
const FIRST_PORT = 20_000;
const PORT_COUNT = 12_000;

/** A loopback port that nothing listens on and that no outgoing connection will take. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORT_COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
