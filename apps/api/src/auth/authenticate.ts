import { HttpProblem } from '@callscript/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessTokens } from './access-token.ts';
import type { User } from './user.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without an access token. */
    isPublic?: true;
  }
}

const decorator = 'user';

/** Refuses by default: a route that forgets to say anything about itself is closed. Unknown paths stay 404 and 405. */
export function requireAccessToken(app: FastifyInstance, accessTokens: AccessTokens): void {
  app.decorateRequest(decorator, null);
  app.addHook('onRequest', async (req) => {
    if (req.is404 || req.routeOptions.config.isPublic === true) return;
    const token = bearerToken(req.headers.authorization);
    if (token === undefined) throw unauthorized('an access token is needed', 'Bearer realm="callscript"');
    const user = await accessTokens.verify(token);
    if (user === undefined) {
      throw unauthorized('the access token is not valid', 'Bearer realm="callscript", error="invalid_token"');
    }
    req.setDecorator(decorator, user);
  });
}

/** Who is asking; only in routes that are not public. */
export function userOf(req: FastifyRequest): User {
  return req.getDecorator<User>(decorator);
}

function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(header ?? '')?.[1];
}

function unauthorized(detail: string, challenge: string): HttpProblem {
  return new HttpProblem(401, detail, { headers: { 'www-authenticate': challenge } });
}
