import { startServers } from '../servers/start-servers.ts';
import { openServerDesk, SERVER_DESK_VARIABLE } from './server-desk.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const desk = await openServerDesk(() =>
    startServers({ directory: undefined, durable: false, log: (line) => process.stderr.write(`${line}\n`) }),
  );
  process.env[SERVER_DESK_VARIABLE] = desk.url;
  return async () => desk[Symbol.asyncDispose]();
}
