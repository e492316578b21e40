import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { problemContentType } from '@callscript/contracts';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify';
import { buildProblem, HttpProblem, sendProblem } from './problem.ts';

export interface HttpServerOptions {
  logger: FastifyBaseLogger;
  bodyLimitBytes: number;
  /** Proxies whose X-Forwarded-For is believed: addresses or CIDRs. */
  trustedProxies?: readonly string[];
}

/**
 * A Fastify instance with the platform's manners: problem documents for every error (a 500 tells nothing but its request
 * id), explicit time limits, neither bodies nor URLs in the log, 405 for a known path with another method, and an end
 * that does not wait for idle connections.
 */
export function createHttpServer({ logger, bodyLimitBytes, trustedProxies = [] }: HttpServerOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 65_000,
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    clientErrorHandler: refuseMalformed,
    // A malformed URL or header is refused before routing; it gets the same kind of answer.
    frameworkErrors: (error, req, reply) => void sendProblem(req, reply, toProblem(error)),
  });
  app.setErrorHandler((error: FastifyError | HttpProblem, req, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500)
      req.log.error({ err: error, event: 'request_failed', route: req.routeOptions.url }, 'request failed');
    return sendProblem(req, reply, problem);
  });
  app.setNotFoundHandler((req, reply) => sendProblem(req, reply, notFound(app, req.method, req.url)));
  closeIdleConnectionsOnClose(app);
  return app;
}

function toProblem(error: FastifyError | HttpProblem): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const status = error.statusCode ?? 500;
  if (status >= 500) return new HttpProblem(status === 503 ? 503 : 500, '');
  return new HttpProblem(status, error.message);
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function notFound(app: FastifyInstance, method: string, rawUrl: string): HttpProblem {
  const url = rawUrl.split('?')[0] ?? '/';
  const allowed = methods.filter(
    (candidate) => candidate !== method && app.findRoute({ method: candidate, url }) !== null,
  );
  if (allowed.length === 0) return new HttpProblem(404, 'there is nothing here');
  return new HttpProblem(405, `this path answers ${allowed.join(', ')}`, { headers: { allow: allowed.join(', ') } });
}

const malformedStatus: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What is not HTTP never becomes a request; its sender hears a problem document all the same. */
function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = malformedStatus[error.code ?? ''] ?? 400;
  const problem = buildProblem(new HttpProblem(status, 'the request is not valid HTTP'), randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${problem.title}`,
    `content-type: ${problemContentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A keep-alive client in flight would otherwise hold the close for the whole keep-alive timeout. */
function closeIdleConnectionsOnClose(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    const timer = setInterval(() => app.server.closeIdleConnections(), 50);
    app.server.once('close', () => clearInterval(timer));
    done();
  });
}
