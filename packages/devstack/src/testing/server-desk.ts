import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Servers } from '../servers/start-servers.ts';

/** Where the processes of one test run ask for the servers that they share. */
export const SERVER_DESK_VARIABLE = 'CALLSCRIPT_TEST_SERVERS';

export type ServerAddresses = Pick<Servers, 'brokerUrl' | 'brokerManagementUrl' | 'databaseUrl'>;

/** Starts the servers of a test run when the first test asks for them: a run of unit tests starts none. */
export async function openServerDesk(start: () => Promise<Servers>): Promise<AsyncDisposable & { url: string }> {
  let servers: Promise<Servers> | undefined;
  // The addresses contain passwords, so they are told only to those who know the path.
  const path = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    servers ??= start();
    servers.then(
      ({ brokerUrl, brokerManagementUrl, databaseUrl }) => {
        response.end(JSON.stringify({ brokerUrl, brokerManagementUrl, databaseUrl } satisfies ServerAddresses));
      },
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      const started = await servers?.catch(() => undefined);
      await started?.[Symbol.asyncDispose]();
    },
  };
}

/** The addresses of the servers that this test run shares. */
export async function askServerDesk(): Promise<ServerAddresses> {
  const url = process.env[SERVER_DESK_VARIABLE];
  if (!url) throw new Error('Run the tests from the root of the repository: npm test -- <path>');
  const response = await fetch(url);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return JSON.parse(answer) as ServerAddresses;
}
