import { createHttpServer, networkOf } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { keepRawBodies } from './body.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RefusalLog } from './refusal-log.ts';
import { billingRoutes, type BillingDeps } from './routes/billing.ts';
import { callCompletedRoute, type CallCompletedDeps } from './routes/call-completed.ts';
import { logRefusals } from './webhook-refusals.ts';

export interface AppDeps extends CallCompletedDeps, BillingDeps {
  refusals: RefusalLog;
  addressRateLimit: RateLimit;
  bodyLimitBytes: number;
  trustedProxies: readonly string[];
}

/** The only door open to the internet: three webhooks, nothing else. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const { logger, bodyLimitBytes, trustedProxies, addressRateLimit } = deps;
  const app = createHttpServer({ logger, bodyLimitBytes, trustedProxies });
  logRefusals(app, deps.refusals);
  app.addHook('onRequest', (req, _reply, done) => {
    addressRateLimit.spend(networkOf(req.ip));
    done();
  });
  keepRawBodies(app);
  callCompletedRoute(app, deps);
  billingRoutes(app, deps);
  return app;
}
