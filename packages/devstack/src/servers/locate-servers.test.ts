import { expect, test } from 'vitest';

import { locateBroker, locateDatabase, type Machine, ServersMissingError } from './locate-servers.ts';
import type { BrokerPrograms } from './programs.ts';

const RABBITMQ: BrokerPrograms = { server: '/opt/rabbitmq-server', epmd: '/opt/epmd' };

/** A machine with nothing on it, and a list of what was asked of it. */
function createMachine(has: Partial<Machine>): Machine & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async dockerAnswers() {
      asked.push('docker');
      return (await has.dockerAnswers?.()) ?? false;
    },
    async findBrokerPrograms() {
      asked.push('rabbitmq');
      return has.findBrokerPrograms?.();
    },
    async findDatabasePrograms() {
      asked.push('mariadb');
      return has.findDatabasePrograms?.();
    },
    hasDecoder: async () => false,
    canInstallPackages: () => has.canInstallPackages?.() ?? false,
    async installPackage(name) {
      asked.push(`install ${name}`);
      await has.installPackage?.(name);
    },
  };
}

test('an address in the environment wins, and nothing else is looked at', async () => {
  const machine = createMachine({ dockerAnswers: async () => true });
  const env = {
    CALLSCRIPT_BROKER_URL: 'amqp://broker.example.com',
    CALLSCRIPT_BROKER_MANAGEMENT_URL: 'http://broker.example.com:15672',
    CALLSCRIPT_DATABASE_URL: 'mysql://db.example.com/callscript',
  };
  expect(await locateBroker(env, machine)).toEqual({
    kind: 'address',
    address: { url: 'amqp://broker.example.com', managementUrl: 'http://broker.example.com:15672' },
  });
  expect(await locateDatabase(env, machine)).toEqual({
    kind: 'address',
    address: { url: 'mysql://db.example.com/callscript' },
  });
  expect(machine.asked).toEqual([]);
});

test('a broker address without its management address is a mistake that is named', async () => {
  const env = { CALLSCRIPT_BROKER_URL: 'amqp://broker.example.com' };
  await expect(async () => locateBroker(env, createMachine({}))).rejects.toThrow('CALLSCRIPT_BROKER_MANAGEMENT_URL');
});

test('a Docker engine that answers comes before installed programs', async () => {
  const machine = createMachine({ dockerAnswers: async () => true, findBrokerPrograms: async () => RABBITMQ });
  expect(await locateBroker({}, machine)).toEqual({ kind: 'docker' });
});

test('installed programs are used without installing anything', async () => {
  const machine = createMachine({ findBrokerPrograms: async () => RABBITMQ, canInstallPackages: () => true });
  expect(await locateBroker({}, machine)).toEqual({ kind: 'programs', programs: RABBITMQ });
  expect(machine.asked).toEqual(['docker', 'rabbitmq']);
});

test('what is missing is installed where that is possible, and then found', async () => {
  let installed: BrokerPrograms | undefined;
  const machine = createMachine({
    findBrokerPrograms: async () => installed,
    canInstallPackages: () => true,
    async installPackage() {
      installed = RABBITMQ;
    },
  });
  expect(await locateBroker({}, machine)).toEqual({ kind: 'programs', programs: RABBITMQ });
  expect(machine.asked).toEqual(['docker', 'rabbitmq', 'install rabbitmq-server', 'rabbitmq']);
});

test('with no way left the error names the three ways to proceed', async () => {
  const failure = await locateDatabase({}, createMachine({})).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ServersMissingError);
  expect(String(failure)).toMatch(
    /mariadb-server was not found[^]*Docker engine[^]*apt-get install[^]*CALLSCRIPT_DATABASE_URL/,
  );
});
