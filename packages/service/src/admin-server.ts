import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** What readiness depends on: each answers quickly whether it could do its work right now. */
export type ReadinessChecks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

export interface AdminServer extends AsyncDisposable {
  readonly port: number;
}

const checkTimeoutMs = 3_000;

/**
 * `/health/live` answers while the event loop turns, whatever else is down, so that an outage of the broker never
 * becomes a restart storm. `/health/ready` says whether work can be taken now. `/metrics` is for Prometheus.
 */
export async function startAdminServer(options: {
  host: string;
  port: number;
  registry: Registry;
  checks: ReadinessChecks;
}): Promise<AdminServer> {
  const server = createServer((req, res) => {
    const path = req.url?.split('?')[0];
    if (path === '/health/live') return sendJson(res, 200, { status: 'live' });
    if (path === '/health/ready') return void answerReadiness(res, options.checks);
    if (path === '/metrics') return void answerMetrics(res, options.registry);
    return sendJson(res, 404, { status: 'not found' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerReadiness(res: ServerResponse, checks: ReadinessChecks): Promise<void> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
  );
  const ready = results.every(([, ok]) => ok);
  sendJson(res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) });
}

async function passes(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    const timeout = new Promise<boolean>((resolve) => setTimeout(resolve, checkTimeoutMs, false).unref());
    return await Promise.race([Promise.resolve(check()), timeout]);
  } catch {
    return false;
  }
}

async function answerMetrics(res: ServerResponse, registry: Registry): Promise<void> {
  const body = await registry.metrics();
  res.writeHead(200, { 'content-type': registry.contentType }).end(body);
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
