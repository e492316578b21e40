import { isDatabaseAway, SecretBoxError, type Db, type SecretBox } from '@callscript/db';
import { createHttpServer, HttpProblem } from '@callscript/http';
import type { Broker } from '@callscript/messaging';
import type { ObjectStore } from '@callscript/storage';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { ArchiveUnavailableError } from './read-archived-call.ts';
import type { AccessTokens } from './auth/access-token.ts';
import { requireAccessToken } from './auth/authenticate.ts';
import type { SignIn } from './auth/sign-in.ts';
import { authRoutes } from './routes/auth.ts';
import { callRecordRoutes } from './routes/call-records.ts';
import { opsRoutes } from './routes/ops.ts';
import { pipelineRoutes } from './routes/pipeline.ts';
import { rawTranscriptRoutes } from './routes/raw-transcript.ts';
import { speakerRoutes } from './routes/speakers.ts';

export interface AppDependencies {
  logger: FastifyBaseLogger;
  trustedProxies: readonly string[];
  db: Db;
  broker: Broker;
  archive: Pick<ObjectStore, 'getBuffer' | 'keyOf'>;
  /** Undefined without a key: what was sealed stays so. */
  secretBox: SecretBox | undefined;
  signIn: SignIn;
  accessTokens: AccessTokens;
}

/** Bodies are credentials and choices. */
const bodyLimitBytes = 8 * 1024;

/** Answers are personal data for programs: no cache keeps them, and no browser page but our own may show or read them. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The API without a port. Every route needs an access token unless it declares itself public. */
export function buildApp({ logger, trustedProxies, ...deps }: AppDependencies): FastifyInstance {
  const app = createHttpServer({ logger, bodyLimitBytes, trustedProxies });
  app.addHook('onRequest', async (_req, reply) => void reply.headers(securityHeaders));
  requireAccessToken(app, deps.accessTokens);
  void app.register(async (scope) => {
    scope.setErrorHandler((error) => {
      throw toUnavailable(error);
    });
    await scope.register(authRoutes, { prefix: '/auth', ...deps });
    await scope.register(callRecordRoutes, { prefix: '/call-records', ...deps });
    await scope.register(rawTranscriptRoutes, { prefix: '/call-records', ...deps });
    await scope.register(speakerRoutes, { prefix: '/call-records', ...deps });
    await scope.register(pipelineRoutes, { prefix: '/pipeline', ...deps });
    await scope.register(opsRoutes, { prefix: '/ops', ...deps });
  });
  return app;
}

/** What will be there again is a 503 rather than a 500; it is logged where the answer is made. */
function toUnavailable(error: unknown): unknown {
  const retrySoon = { headers: { 'retry-after': '5' } };
  if (isDatabaseAway(error)) return new HttpProblem(503, 'the database cannot be reached', retrySoon);
  if (error instanceof ArchiveUnavailableError) return new HttpProblem(503, error.message, retrySoon);
  if (error instanceof SecretBoxError) {
    return new HttpProblem(503, 'what was said before redaction was sealed with another key than this API has');
  }
  return error;
}
