import { locateBroker, locateDatabase, SERVER_ADDRESS_VARIABLES, thisMachine } from '../servers/locate-servers.ts';
import type { RunningBroker, RunningDatabase, ServerControl, ServerOptions } from '../servers/server-control.ts';
import { startBroker, startDatabase } from '../servers/start-servers.ts';

export type FaultBroker = RunningBroker & { control: ServerControl };
export type FaultDatabase = RunningDatabase & { control: ServerControl };

const OPTIONS: ServerOptions = {
  directory: undefined,
  durable: true,
  log: (line) => process.stderr.write(`${line}\n`),
};

/** A broker of the test's own, to be killed, stopped, paused and started again. Takes some seconds. */
export async function startFaultBroker(): Promise<FaultBroker> {
  const source = await locateBroker(environment(), thisMachine(process.env, OPTIONS.log));
  const broker = await startBroker(source, OPTIONS);
  return { ...broker, control: ours(broker.control) };
}

/** A database server of the test's own, to be killed, stopped, paused and started again. */
export async function startFaultDatabase(): Promise<FaultDatabase> {
  const source = await locateDatabase(environment(), thisMachine(process.env, OPTIONS.log));
  const database = await startDatabase(source, OPTIONS);
  return { ...database, control: ours(database.control) };
}

/** Faults belong to servers of our own, never to those that the environment points to. */
function environment(): NodeJS.ProcessEnv {
  const addresses: string[] = Object.values(SERVER_ADDRESS_VARIABLES);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !addresses.includes(name)));
}

function ours(control: ServerControl | undefined): ServerControl {
  if (!control) throw new Error('the server is not ours to control');
  return control;
}
