import { canInstallPackages, installPackage } from './debian.ts';
import { dockerAnswers } from './docker-engine.ts';
import {
  type BrokerPrograms,
  type DatabasePrograms,
  findBrokerPrograms,
  findDatabasePrograms,
  hasDecoderPrograms,
} from './programs.ts';

/** Where a server comes from. */
type ServerSource<Address, Programs> =
  | { kind: 'address'; address: Address }
  | { kind: 'docker' }
  | { kind: 'programs'; programs: Programs };

export type BrokerSource = ServerSource<{ url: string; managementUrl: string }, BrokerPrograms>;
export type DatabaseSource = ServerSource<{ url: string }, DatabasePrograms>;

/** What the decision needs to know of the machine, and the one thing that it may do to it. */
export interface Machine {
  dockerAnswers(): Promise<boolean>;
  findBrokerPrograms(): Promise<BrokerPrograms | undefined>;
  findDatabasePrograms(): Promise<DatabasePrograms | undefined>;
  hasDecoder(): Promise<boolean>;
  canInstallPackages(): boolean;
  installPackage(name: string): Promise<void>;
}

/** The environment variables that point to servers which run already. */
export const SERVER_ADDRESS_VARIABLES = {
  broker: 'CALLSCRIPT_BROKER_URL',
  brokerManagement: 'CALLSCRIPT_BROKER_MANAGEMENT_URL',
  database: 'CALLSCRIPT_DATABASE_URL',
} as const;

/** @throws ServersMissingError when there is no way to get a RabbitMQ */
export function locateBroker(env: NodeJS.ProcessEnv, machine: Machine): Promise<BrokerSource> {
  return locate(brokerAddress(env), () => machine.findBrokerPrograms(), 'rabbitmq-server', machine);
}

/** @throws ServersMissingError when there is no way to get a MariaDB or MySQL */
export function locateDatabase(env: NodeJS.ProcessEnv, machine: Machine): Promise<DatabaseSource> {
  return locate(databaseAddress(env), () => machine.findDatabasePrograms(), 'mariadb-server', machine);
}

export function thisMachine(env: NodeJS.ProcessEnv, log: (line: string) => void): Machine {
  const path = env['PATH'] ?? '';
  return {
    dockerAnswers: () => dockerAnswers(env),
    findBrokerPrograms: () => findBrokerPrograms(path),
    findDatabasePrograms: () => findDatabasePrograms(path),
    hasDecoder: () => hasDecoderPrograms(path),
    canInstallPackages,
    installPackage: (name) => installPackage(name, log),
  };
}

export class ServersMissingError extends Error {
  readonly code = 'SERVERS_MISSING';

  constructor(packageName: string) {
    const { broker, brokerManagement, database } = SERVER_ADDRESS_VARIABLES;
    super(`RabbitMQ and MariaDB or MySQL are needed, and ${packageName} was not found. Do one of these:
  - start a Docker engine: the servers then run as containers;
  - install the programs: apt-get install rabbitmq-server mariadb-server (or: brew install rabbitmq mariadb);
  - point to servers that run: set ${broker}, ${brokerManagement} and ${database}.`);
    this.name = 'ServersMissingError';
  }
}

/** The order of preference: an address, a Docker engine, installed programs, Debian packages. */
async function locate<Address, Programs>(
  address: Address | undefined,
  findPrograms: () => Promise<Programs | undefined>,
  packageName: string,
  machine: Machine,
): Promise<ServerSource<Address, Programs>> {
  if (address) return { kind: 'address', address };
  if (await machine.dockerAnswers()) return { kind: 'docker' };
  let programs = await findPrograms();
  if (!programs && machine.canInstallPackages()) {
    await machine.installPackage(packageName);
    programs = await findPrograms();
  }
  if (!programs) throw new ServersMissingError(packageName);
  return { kind: 'programs', programs };
}

function brokerAddress(env: NodeJS.ProcessEnv): { url: string; managementUrl: string } | undefined {
  const { broker, brokerManagement } = SERVER_ADDRESS_VARIABLES;
  const url = env[broker];
  const managementUrl = env[brokerManagement];
  if (!url && !managementUrl) return undefined;
  if (!url || !managementUrl) throw new Error(`${broker} and ${brokerManagement} must be set together.`);
  return { url, managementUrl };
}

function databaseAddress(env: NodeJS.ProcessEnv): { url: string } | undefined {
  const url = env[SERVER_ADDRESS_VARIABLES.database];
  return url ? { url } : undefined;
}
