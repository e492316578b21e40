import { HttpProblem } from '@callscript/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The signature covers the bytes as they came, so nothing may parse or inflate them first. */
export function keepRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (req, body, done) => {
    const encoding = req.headers['content-encoding'] ?? 'identity';
    if (encoding === 'identity') done(null, body);
    else done(new HttpProblem(415, 'the body must not be compressed'));
  });
}

/** @throws HttpProblem 400 for a request without one. */
export function rawBody(req: FastifyRequest): Buffer {
  if (Buffer.isBuffer(req.body) && req.body.length > 0) return req.body;
  throw new HttpProblem(400, 'the body is empty');
}
