import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingServer extends AsyncDisposable {
  /** `127.0.0.1:port`, as RECORDING_ALLOWED_HOSTS names it. */
  host: string;
  connections: () => number;
}

/** A server of recordings for tests, on a private address, as it happens. */
export async function serveRecordings(answer: RequestListener): Promise<RecordingServer> {
  let connections = 0;
  const server = createServer(answer).on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A PCM WAV file of silence whose header promises `promisedBytes` (the truth, unless told). */
export function wavFile(fileBytes: number, promisedBytes = fileBytes): Buffer {
  const file = Buffer.alloc(fileBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(promisedBytes - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  return file;
}
