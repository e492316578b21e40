import { bidSchema, userRoles } from '@callscript/contracts';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { User } from './user.ts';

const algorithm = 'HS256';
const issuer = 'callscript';
const audience = 'callscript-api';

const claimsSchema = z.object({ sub: z.string().min(1), role: z.enum(userRoles), bid: bidSchema.nullable() });

export interface AccessTokens {
  readonly ttlSeconds: number;
  issue(user: User): Promise<string>;
  /** Undefined for anything but an unexpired token of ours. */
  verify(token: string): Promise<User | undefined>;
}

/**
 * Signed statements of who is asking, believed until they expire: a user who is made inactive keeps access for the rest of
 * a token's life.
 *
 * @param secret at least 32 bytes.
 */
export function createAccessTokens({ secret, ttlSeconds }: { secret: Uint8Array; ttlSeconds: number }): AccessTokens {
  return {
    ttlSeconds,
    async issue({ email, role, bid }) {
      const issuedAt = Math.floor(Date.now() / 1000);
      return await new SignJWT({ role, bid })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(email)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ttlSeconds)
        .sign(secret);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: [algorithm],
          issuer,
          audience,
          requiredClaims: ['exp', 'iat'],
        });
        const claims = claimsSchema.safeParse(payload);
        if (!claims.success) return undefined;
        return { email: claims.data.sub, role: claims.data.role, bid: claims.data.bid };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
