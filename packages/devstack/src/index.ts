export { type BrokerManagement, createBrokerManagement } from './servers/broker-client.ts';
export { findFreePort } from './servers/free-port.ts';
export type { ServerControl, ServerOptions } from './servers/server-control.ts';
export { type Servers, startServers } from './servers/start-servers.ts';
