import { passwordLength } from '@callscript/contracts';
import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccessTokens } from '../auth/access-token.ts';
import type { SignIn } from '../auth/sign-in.ts';

const credentialsSchema = z.object({ email: z.email().max(255), password: z.string().min(1).max(passwordLength.max) });

export async function authRoutes(
  app: FastifyInstance,
  { signIn, accessTokens }: { signIn: SignIn; accessTokens: AccessTokens },
): Promise<void> {
  app.post('/login', { config: { isPublic: true } }, async (req) => {
    const credentials = parseInput(credentialsSchema, req.body, 'body');
    const outcome = await signIn({ ...credentials, ip: req.ip });
    if (outcome.kind !== 'signed_in')
      req.log.info({ event: 'sign_in_refused', reason: outcome.kind }, 'sign-in refused');
    switch (outcome.kind) {
      case 'throttled':
        throw new HttpProblem(429, 'too many attempts to sign in', {
          headers: { 'retry-after': String(outcome.retryAfterSeconds) },
        });
      case 'refused':
        throw new HttpProblem(401, 'the email or the password is not right', {
          headers: { 'www-authenticate': 'Bearer realm="callscript"' },
        });
      case 'signed_in': {
        const { email, name, role, bid } = outcome.user;
        return {
          access_token: await accessTokens.issue({ email, role, bid }),
          token_type: 'Bearer',
          expires_in: accessTokens.ttlSeconds,
          user: { email, name, role, bid },
        };
      }
    }
  });
}
