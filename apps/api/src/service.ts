import type { AddressInfo } from 'node:net';
import { createDatabase, createSecretBox } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import type { Service, ServiceContext } from '@callscript/service';
import { createObjectStore } from '@callscript/storage';
import { buildApp } from './app.ts';
import { createAccessTokens } from './auth/access-token.ts';
import { createSignIn } from './auth/sign-in.ts';
import type { ApiSettings } from './config.ts';

export interface Api extends Service {
  readonly url: string;
}

/**
 * Starts with the database or the broker away: requests that need them answer 503 until they are back. Readiness asks
 * for the database alone: the health report must be there without the broker, and what else is told to it can wait.
 */
export async function startApi({ settings, logger }: Omit<ServiceContext<ApiSettings>, 'metrics'>): Promise<Api> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(createDatabase({ url: settings.DATABASE_URL }));
  const broker = stack.use(createBroker({ urls: settings.BROKER_URL, connectionName: 'api', logger }));
  const archive = stack.use(createObjectStore(settings.ARCHIVE_URL));
  const app = buildApp({
    logger,
    trustedProxies: settings.TRUSTED_PROXIES,
    db: database.db,
    broker,
    archive,
    secretBox: settings.SECRETS_KEY && createSecretBox(settings.SECRETS_KEY),
    signIn: await createSignIn(database.db),
    accessTokens: createAccessTokens({
      secret: settings.JWT_SECRET,
      ttlSeconds: settings.ACCESS_TOKEN_TTL_SECONDS,
    }),
  });
  stack.defer(() => app.close());
  await app.listen({ host: settings.HOST, port: settings.PORT });

  const { address, family, port } = app.server.address() as AddressInfo;
  const resources = stack.move();
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    checks: {
      database: () => database.answers(),
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
