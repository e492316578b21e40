import { hash } from 'node:crypto';
import { bidSchema, callidSchema } from '@callscript/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RefusalLog } from './refusal-log.ts';

const prefix = '/webhook/';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the sender has proved to hold the secret. */
    signatureValid: boolean;
    /** What the body claims to be about, before anything is proved; null until it is parsed. */
    claimed: Record<string, unknown> | null;
  }
}

/** Every webhook that is answered with an error leaves a row, whatever refused it: route, parser, router or limit. */
export function logRefusals(app: FastifyInstance, refusals: RefusalLog): void {
  app.decorateRequest('signatureValid', false);
  app.decorateRequest('claimed', null);
  app.addHook('onResponse', (req, reply, done) => {
    if (reply.statusCode >= 400 && req.url.startsWith(prefix)) {
      refusals.add({
        bid: wellFormed(bidSchema, req.claimed?.['bid']),
        event_type: eventType(req),
        callid: wellFormed(callidSchema, req.claimed?.['callid']),
        payload: null,
        body_sha256: Buffer.isBuffer(req.body) ? hash('sha256', req.body) : null,
        signature_valid: req.signatureValid,
        queued: false,
        skip_reason: reasons[reply.statusCode] ?? 'refused',
        status_code: reply.statusCode,
        received_at: new Date(),
      });
    }
    done();
  });
}

/** Hostile ids are not worth keeping: the row says what was refused and why, never what an attacker wrote. */
function wellFormed(schema: typeof bidSchema, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

const eventTypes: Readonly<Record<string, string>> = {
  '/webhook/call-completed': 'call.completed',
  '/webhook/bid-activated': 'pcaa.activated',
  '/webhook/bid-deactivated': 'pcaa.deactivated',
};

function eventType(req: FastifyRequest): string {
  return eventTypes[req.url.split('?', 1)[0] ?? ''] ?? 'unknown';
}

const reasons: Readonly<Record<number, string>> = {
  400: 'malformed',
  401: 'unauthorized',
  403: 'business_inactive',
  404: 'unknown_path',
  405: 'wrong_method',
  413: 'too_large',
  415: 'wrong_content_type',
  422: 'invalid_fields',
  429: 'rate_limited',
  503: 'unavailable',
};
