import { createDatabase, createSecretBox } from '@callscript/db';
import { createBroker } from '@callscript/messaging';
import type { Service, ServiceContext } from '@callscript/service';
import type { z } from 'zod';
import { Admissions } from './admissions.ts';
import { buildApp } from './app.ts';
import { CallAcceptor, parallelCommits } from './call-acceptor.ts';
import type { gatewaySettings } from './config.ts';
import { RateLimit } from './rate-limit.ts';
import { RefusalLog } from './refusal-log.ts';
import { Spool } from './spool.ts';

type Settings = z.infer<z.ZodObject<typeof gatewaySettings>>;

/** A permit that is not confirmed by then is the sweep's affair; the sender of the call waits no longer. */
const publishTimeoutMs = 2_000;

export interface Gateway extends Service {
  readonly url: string;
}

/** The gateway starts without its database or broker and takes what the other can keep. */
export async function startGateway({
  settings,
  logger,
}: Pick<ServiceContext<Settings>, 'settings' | 'logger'>): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(createDatabase({ url: settings.DATABASE_URL }));
  const commits = stack.use(createDatabase({ url: settings.DATABASE_URL, connectionLimit: parallelCommits }));
  const broker = stack.use(
    createBroker({ urls: settings.BROKER_URL, connectionName: 'gateway', logger, publishTimeoutMs }),
  );
  const secretBox = createSecretBox(settings.SECRETS_KEY);
  const acceptor = new CallAcceptor({ database: commits, broker, logger });
  const spool = stack.use(new Spool({ broker, acceptor, logger }));
  await spool.startDraining();
  const app = buildApp({
    logger,
    db: database.db,
    secretBox,
    admissions: new Admissions(database.db, secretBox),
    acceptor,
    spool,
    addressRateLimit: new RateLimit(settings.RATE_LIMIT_PER_IP, 'too many requests from this address'),
    businessRateLimit: new RateLimit(settings.RATE_LIMIT_PER_BID, 'too many calls of this business'),
    refusals: stack.use(new RefusalLog(database.db, logger)),
    platformSecret: settings.MCUBE_PLATFORM_SECRET,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
    trustedProxies: settings.TRUSTED_PROXIES,
  });
  stack.defer(() => app.close());
  const url = await app.listen({ host: settings.HOST, port: settings.PORT });
  const resources = stack.move();
  return {
    url,
    checks: {
      // Either durable path will do.
      durable: async () => broker.isReady() || (await database.answers()),
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
