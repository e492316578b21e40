import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const frameEnd = 0xce;
const methodFrame = 1;
const connectionClass = 10;

/** An AMQP method frame for channel 0. */
function connectionMethod(method: number, fields: Buffer): Buffer {
  const payload = Buffer.concat([Buffer.alloc(4), fields]);
  payload.writeUInt16BE(connectionClass, 0);
  payload.writeUInt16BE(method, 2);
  const header = Buffer.alloc(7);
  header.writeUInt8(methodFrame, 0);
  header.writeUInt32BE(payload.length, 3);
  return Buffer.concat([header, payload, Buffer.from([frameEnd])]);
}

function shortString(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
}

export interface AlarmProxy extends AsyncDisposable {
  readonly port: number;
  /** What RabbitMQ does when a memory or disk alarm goes off: it says so and reads no more from its publishers. */
  raise(): void;
  clear(): void;
}

/** Stands in front of a broker and plays its alarms, which only an administrator of the whole broker could cause. */
export async function createAlarmProxy(targetPort: number): Promise<AlarmProxy> {
  const links = new Set<{ client: Socket; target: Socket }>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    const link = { client, target };
    links.add(link);
    for (const socket of [client, target]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        target.destroy();
        links.delete(link);
      });
    }
    client.pipe(target);
    target.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    raise() {
      for (const { client, target } of links) {
        client.write(connectionMethod(60, shortString('low on memory')));
        client.unpipe(target);
        client.pause();
      }
    },
    clear() {
      for (const { client, target } of links) {
        client.write(connectionMethod(61, Buffer.alloc(0)));
        client.pipe(target);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { client } of links) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
