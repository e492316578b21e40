import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { CallKey, DeadLetterMessage, Vertical } from '@callscript/contracts';
import {
  applyActivation,
  createDatabase,
  findCall,
  migrateDatabase,
  provisionBusiness,
  type CallRow,
  type Database,
} from '@callscript/db';
import { createTestEnvironment, waitFor, type TestEnvironment } from '@callscript/devstack/testing';
import { createBroker, type Broker } from '@callscript/messaging';
import { createLogger, createMetrics, type Service, type ServiceContext } from '@callscript/service';
import type { Logger } from './ports.ts';

/** What the tests of the stages share: a platform of their own, calls on it, services to work on them. */

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** An empty platform: a migrated database and a broker, each nobody else's. */
export interface Platform extends TestEnvironment {
  database: Database;
  broker: Broker;
}

export async function createPlatform(): Promise<Platform> {
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await createTestEnvironment());
  await migrateDatabase(environment.databaseUrl);
  const database = stack.use(createDatabase({ url: environment.databaseUrl }));
  const broker = stack.use(createBroker({ url: environment.brokerUrl, connectionName: 'test', logger: silent }));
  await broker.whenReady(AbortSignal.timeout(20_000));
  const resources = stack.move();
  return { ...environment, database, broker, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A business that is activated and provisioned. */
export async function addBusiness(
  { db }: Database,
  bid: string,
  { name = 'Northwind Telecom', vertical }: { name?: string; vertical?: Vertical } = {},
): Promise<void> {
  const activated = {
    event: 'pcaa.activated',
    bid,
    business_name: name,
    plan: 'standard',
    activated_at: '2026-03-01T00:00:00Z',
    paid_until: null,
  } as const;
  await applyActivation(db, activated, 'sealed');
  await provisionBusiness(db, bid, { vertical });
}

/** An answered call of a minute, at no stage and without a permit unless the columns say otherwise. */
export async function insertCall(
  { database }: Pick<Platform, 'database'>,
  columns: Record<string, unknown> & { bid: string },
): Promise<CallRow> {
  const row = {
    callid: `c-${randomUUID()}`,
    source: 'mcube',
    call_starttime: new Date('2026-03-11T12:33:00Z'),
    call_endtime: new Date('2026-03-11T12:34:00Z'),
    duration_seconds: 60,
    call_status: 'ANSWER',
    correlation_id: randomUUID(),
    ...columns,
  };
  await database.pool.query(`INSERT INTO calls (${Object.keys(row).join()}) VALUES ?`, [[Object.values(row)]]);
  return await getCall({ database }, row);
}

export async function getCall({ database }: Pick<Platform, 'database'>, key: CallKey): Promise<CallRow> {
  const call = await findCall(database.db, key);
  if (call === undefined) throw new Error(`there is no call ${key.callid}`);
  return call;
}

/** Waits until a call is as it should be, and returns it. */
export async function untilCall(
  platform: Pick<Platform, 'database'>,
  key: CallKey,
  holds: (call: CallRow) => boolean,
  message = 'the call did not get there',
): Promise<CallRow> {
  return await waitFor(
    async () => {
      const call = await getCall(platform, key);
      return holds(call) && call;
    },
    { timeoutMs: 30_000, message },
  );
}

/** Takes everything that arrives in a queue from now on: the latest message by callid. */
export async function collectByCall<T extends { callid: string | null }>(
  broker: Broker,
  queue: string,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  await broker.consume({
    queue,
    prefetch: 10,
    onMessage(delivery) {
      const message = JSON.parse(delivery.body.toString()) as T;
      found.set(message.callid ?? '', message);
      delivery.ack();
    },
  });
  return found;
}

/** Waits until the call's dead letter is among those collected. */
export async function untilLetter(
  { letters }: { letters: ReadonlyMap<string, DeadLetterMessage> },
  { callid }: Pick<CallKey, 'callid'>,
): Promise<DeadLetterMessage> {
  return await waitFor(() => letters.get(callid), { timeoutMs: 30_000, message: 'no dead letter came' });
}

/** A service in this process, without a log, that has reached the broker. */
export async function startQuietly<Settings>(
  name: string,
  start: (context: ServiceContext<Settings>) => Promise<Service>,
  settings: Settings,
): Promise<Service> {
  const logger = createLogger({ service: name, level: 'silent' });
  const service = await start({ settings, logger, metrics: createMetrics(name) });
  // What it cannot publish yet, the sweep publishes later, and here is none.
  await waitFor(() => service.checks['broker']?.());
  return service;
}

export interface ServiceProcess extends AsyncDisposable {
  /** Everything it wrote to its log. */
  log(): string;
  /** Sends a signal, SIGKILL unless told otherwise, and waits for the end: its exit code, null when it was killed. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A service in a process of its own, which has started. */
export async function startServiceProcess(
  main: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const child = fork(main, { env: environment, silent: true, execArgv: [] });
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> => {
    child.kill(signal);
    return await exited;
  };
  await waitFor(() => log.includes('"event":"started"'), { timeoutMs: 30_000, message: `${main} did not start` });
  return {
    log: () => log,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
    },
  };
}
