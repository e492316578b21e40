import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createDatabase, migrateDatabase, type Database } from '@callscript/db';
import { createTestEnvironment } from '@callscript/devstack/testing';
import { createBroker, queueName, type Broker } from '@callscript/messaging';
import { createLogger, parseSettings } from '@callscript/service';
import type { RowDataPacket } from 'mysql2';
import { gatewaySettings } from '../src/config.ts';
import { startGateway, type Gateway } from '../src/service.ts';

export const platformSecret = 'platform-secret-of-the-tests';
export const secretsKey = randomBytes(32).toString('hex');

interface Addresses {
  databaseUrl: string;
  brokerUrl: string;
}

export function environmentOf({ databaseUrl, brokerUrl }: Addresses, overrides: Record<string, string> = {}) {
  return {
    DATABASE_URL: databaseUrl,
    BROKER_URL: brokerUrl,
    MCUBE_PLATFORM_SECRET: platformSecret,
    SECRETS_KEY: secretsKey,
    PORT: '0',
    ...overrides,
  };
}

export interface TestGateway extends Gateway {
  /** Everything it wrote to its log. */
  log(): string;
}

/** A gateway in this process, over HTTP on a port of its own. */
export async function startTestGateway(
  addresses: Addresses,
  overrides: Record<string, string> = {},
): Promise<TestGateway> {
  const lines: string[] = [];
  const logger = createLogger({ service: 'gateway', level: 'debug' }, { write: (line) => void lines.push(line) });
  const settings = parseSettings(gatewaySettings, environmentOf(addresses, overrides));
  const gateway = await startGateway({ settings, logger });
  return { ...gateway, log: () => lines.join('') };
}

export interface Stage extends AsyncDisposable, Addresses {
  gateway: TestGateway;
  database: Database;
  broker: Broker;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A gateway with an empty database and broker, and a look into both. */
export async function setStage(overrides: Record<string, string> = {}): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await createTestEnvironment());
  await migrateDatabase(environment.databaseUrl);
  const database = stack.use(createDatabase({ url: environment.databaseUrl }));
  const broker = stack.use(createBroker({ url: environment.brokerUrl, connectionName: 'test', logger: silent }));
  await broker.whenReady(AbortSignal.timeout(20_000));
  const gateway = stack.use(await startTestGateway(environment, overrides));
  const resources = stack.move();
  const { databaseUrl, brokerUrl } = environment;
  return { gateway, database, broker, databaseUrl, brokerUrl, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A call.completed that is accepted as it is. */
export function callCompleted(bid: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event: 'call.completed',
    bid,
    callid: randomUUID(),
    agent_name: 'Asha Example',
    agent_id: 'emp_1',
    agent_email: 'asha@example.com',
    agent_phone: '+12025550101',
    customer_phone: '+12025550102',
    call_starttime: '2026-03-11T12:33:40Z',
    call_endtime: '2026-03-11T12:50:36+00:00',
    duration_seconds: 1016,
    call_status: 'ANSWER',
    direction: 'outbound',
    recording_url: 'https://recordings.example.com/1.wav',
    group_name: 'Presales Team',
    ...overrides,
  };
}

export function activated(bid: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event: 'pcaa.activated',
    bid,
    business_name: 'Example Presales',
    plan: 'standard',
    activated_at: '2026-03-11T10:00:00Z',
    paid_until: '2026-04-11T10:00:00Z',
    ...overrides,
  };
}

export function deactivated(bid: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { event: 'pcaa.deactivated', bid, reason: 'payment_lapsed', ...overrides };
}

export function sign(secret: string, body: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

type Event = 'call-completed' | 'bid-activated' | 'bid-deactivated';

/** Posts a body as it is, with the headers given over the usual ones; an empty header is left out. */
export async function post(
  gateway: { url: string },
  event: Event,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const given = Object.entries({ 'content-type': 'application/json', ...headers }).filter(([, value]) => value !== '');
  const response = await fetch(`${gateway.url}/webhook/${event}`, {
    method: 'POST',
    body,
    headers: Object.fromEntries(given),
  });
  return await answerOf(response);
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body };
}

/** Posts a payload, signed with the secret. */
export async function postSigned(
  gateway: { url: string },
  event: Event,
  payload: object | string,
  secret: string,
): Promise<Answer> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return await post(gateway, event, body, { 'x-mcube-signature': sign(secret, body) });
}

/** Activates a business and returns its secret. */
export async function activate(gateway: { url: string }, bid: string): Promise<string> {
  const { status, body } = await postSigned(gateway, 'bid-activated', activated(bid), platformSecret);
  if (typeof body['webhook_secret'] !== 'string') throw new Error(`the activation was answered ${status}`);
  return body['webhook_secret'];
}

export async function rowsOf(database: Database, sql: string, values: unknown[] = []): Promise<RowDataPacket[]> {
  const [rows] = await database.pool.query<RowDataPacket[]>(sql, values);
  return rows;
}

export async function listCallRows(database: Database, bid: string): Promise<RowDataPacket[]> {
  return await rowsOf(database, 'SELECT * FROM calls WHERE bid = ? ORDER BY id', [bid]);
}

export async function listLogRows(database: Database, bid: string | null): Promise<RowDataPacket[]> {
  return await rowsOf(database, 'SELECT * FROM pcaa_webhook_log WHERE bid <=> ? ORDER BY id', [bid]);
}

export async function countPermits(broker: Broker): Promise<number> {
  return (await broker.checkQueue(queueName('transcribe'))).messageCount;
}

/** What a problem document says, without the request's id, which is all that may differ between two of a kind. */
export function problemOf({ status, headers, body }: Answer): object {
  const { instance: _, ...problem } = body;
  return { status, contentType: headers.get('content-type'), problem };
}
