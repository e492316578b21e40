import { randomBytes } from 'node:crypto';

import { createBrokerManagement } from '../servers/broker-client.ts';
import { runSql } from '../servers/database-client.ts';
import { askServerDesk } from './server-desk.ts';

export interface TestEnvironment extends AsyncDisposable {
  /** `mysql://…/<a database that is empty and nobody else's>` */
  databaseUrl: string;
  /** `amqp://…/<a vhost that is empty and nobody else's>` */
  brokerUrl: string;
  /** The management API of the whole broker; name `vhost` in its paths. */
  brokerManagementUrl: string;
  vhost: string;
}

/** A fresh database and a fresh vhost on the servers of this test run; disposal drops both. */
export async function createTestEnvironment(): Promise<TestEnvironment> {
  const servers = await askServerDesk();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const management = createBrokerManagement(servers.brokerManagementUrl);
  await Promise.all([management.createVhost(name), runSql(servers.databaseUrl, `CREATE DATABASE ${name}`)]);
  return {
    databaseUrl: withPath(servers.databaseUrl, name),
    brokerUrl: withPath(servers.brokerUrl, name),
    brokerManagementUrl: servers.brokerManagementUrl,
    vhost: name,
    async [Symbol.asyncDispose]() {
      await Promise.all([management.deleteVhost(name), runSql(servers.databaseUrl, `DROP DATABASE ${name}`)]);
    },
  };
}

function withPath(address: string, path: string): string {
  const url = new URL(address);
  url.pathname = `/${path}`;
  return url.href;
}
