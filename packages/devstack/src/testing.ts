export { type BrokerManagement, createBrokerManagement } from './servers/broker-client.ts';
export { findFreePort } from './servers/free-port.ts';
export type { ServerControl } from './servers/server-control.ts';
export { type FaultBroker, type FaultDatabase, startFaultBroker, startFaultDatabase } from './testing/fault-servers.ts';
export { createTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
export { createTestEnvironment, type TestEnvironment } from './testing/test-environment.ts';
export { waitFor } from './testing/wait-for.ts';
