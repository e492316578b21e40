import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '@callscript/contracts';
import { createDatabase, migrateDatabase, type Database } from '@callscript/db';
import { createTcpProxy, createTestEnvironment, type TcpProxy } from '@callscript/devstack/testing';
import { createLogger, parseSettings } from '@callscript/service';
import { createObjectStore, type ObjectStore } from '@callscript/storage';
import { createAccessTokens, type AccessTokens } from '../src/auth/access-token.ts';
import type { User } from '../src/auth/user.ts';
import { apiSettings } from '../src/config.ts';
import { startApi } from '../src/service.ts';

export const secret = 'a1'.repeat(32);

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface TestApi extends AsyncDisposable {
  url: string;
  database: Database;
  databaseUrl: string;
  brokerUrl: string;
  /** Between the API and its servers; the tests' own connections go past them. */
  proxies: { database: TcpProxy; broker: TcpProxy };
  archive: ObjectStore;
  accessTokens: AccessTokens;
  get(path: string, options?: { as?: User; headers?: Record<string, string> }): Promise<Answer>;
  post(path: string, body: unknown, options?: { as?: User; headers?: Record<string, string> }): Promise<Answer>;
  login(body: unknown): Promise<Answer>;
}

export const admin: User = { email: 'admin@example.com', role: 'admin', bid: null };
export const supervisor: User = { email: 'supervisor@example.com', role: 'supervisor', bid: '6004' };

export const secretsKey = 'c3'.repeat(32);

/** The API on a database and a broker of its own. */
export async function startTestApi(settings: Record<string, string> = {}): Promise<TestApi> {
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await createTestEnvironment());
  await migrateDatabase(environment.databaseUrl);
  const database = stack.use(createDatabase({ url: environment.databaseUrl }));
  const proxies = {
    database: stack.use(await createTcpProxy({ targetPort: portOf(environment.databaseUrl) })),
    broker: stack.use(await createTcpProxy({ targetPort: portOf(environment.brokerUrl) })),
  };
  const archiveFolder = await mkdtemp(join(tmpdir(), 'callscript-api-'));
  stack.defer(() => rm(archiveFolder, { recursive: true }));
  const archiveUrl = pathToFileURL(archiveFolder).href;
  const api = stack.use(
    await startApi({
      settings: parseSettings(apiSettings, {
        PORT: '0',
        DATABASE_URL: onPort(environment.databaseUrl, proxies.database.port),
        BROKER_URL: onPort(environment.brokerUrl, proxies.broker.port),
        JWT_SECRET: secret,
        ARCHIVE_URL: archiveUrl,
        ...settings,
      }),
      logger: createLogger({ service: 'api', level: 'silent' }),
    }),
  );
  const accessTokens = createAccessTokens({ secret: Buffer.from(secret, 'hex'), ttlSeconds: 900 });
  const authorize = async (as: User | undefined) =>
    as === undefined ? {} : { authorization: `Bearer ${await accessTokens.issue(as)}` };
  const post: TestApi['post'] = async (path, body, { as, headers = {} } = {}) =>
    await toAnswer(
      await fetch(`${api.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await authorize(as)), ...headers },
        body: JSON.stringify(body),
      }),
    );
  const resources = stack.move();
  return {
    url: api.url,
    database,
    databaseUrl: environment.databaseUrl,
    brokerUrl: environment.brokerUrl,
    proxies,
    archive: createObjectStore(archiveUrl),
    accessTokens,
    async get(path, { as, headers = {} } = {}) {
      return await toAnswer(await fetch(`${api.url}${path}`, { headers: { ...(await authorize(as)), ...headers } }));
    },
    post,
    login: (body) => post('/auth/login', body),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** The body of an answer that has to be a problem document. */
export function problemOf(answer: Answer): Problem {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true) {
    throw new Error(`not a problem document: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return answer.body as Problem;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function onPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}
