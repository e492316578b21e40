import rateLimit from '@fastify/rate-limit';
import { createHttpServer, HttpProblem } from '@callscript/http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { RefusalLog } from './refusal-log.ts';
import { billingRoutes, type BillingDeps } from './routes/billing.ts';
import { callCompletedRoute, type CallCompletedDeps } from './routes/call-completed.ts';
import { logRefusals } from './webhook-refusals.ts';

export interface AppDeps extends CallCompletedDeps, BillingDeps {
  logger: FastifyBaseLogger;
  refusals: RefusalLog;
  bodyLimitBytes: number;
  rateLimitPerIp: number;
  trustedProxies: readonly string[];
}

/** The only door open to the internet: three webhooks, nothing else. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { logger, bodyLimitBytes, trustedProxies } = deps;
  const app = createHttpServer({ logger, bodyLimitBytes, trustedProxies });
  logRefusals(app, deps.refusals);
  await app.register(rateLimit, {
    max: deps.rateLimitPerIp,
    timeWindow: 60_000,
    cache: 10_000,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_req, context) =>
      new HttpProblem(429, 'too many requests from this address', {
        headers: { 'retry-after': String(Math.ceil(context.ttl / 1000)) },
      }),
  });
  // The signature covers the bytes as they came, so nothing may parse them first.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_req, body, done) => done(null, body));
  app.addHook('preHandler', async (req) => {
    if (!Buffer.isBuffer(req.body) || req.body.length === 0) throw new HttpProblem(400, 'the body is empty');
  });
  callCompletedRoute(app, deps);
  billingRoutes(app, deps);
  return app;
}
