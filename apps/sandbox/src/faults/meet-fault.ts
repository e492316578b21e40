import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VendorFault } from './vendor-fault.ts';

/** A refusal in the vendor's own words. */
export type Refusal = Extract<VendorFault, { kind: 'status' }>;

/**
 * Does to a request what a fault says. Returns true when that was the answer; false when the request goes on as usual.
 */
export async function meetFault(
  reply: FastifyReply,
  fault: VendorFault | undefined,
  refuse: (reply: FastifyReply, refusal: Refusal) => FastifyReply,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'delay':
      await sleep(fault.ms);
      return false;
    case 'status':
      if (fault.retryAfterSeconds !== undefined) reply.header('retry-after', fault.retryAfterSeconds);
      refuse(reply, fault);
      return true;
    case 'hang':
      reply.hijack();
      return true;
    case 'cut':
      reply.hijack();
      reply.raw.destroy();
      return true;
    case 'half':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
      reply.raw.write('{"metadata":{"request_id":"', () => reply.raw.destroy());
      return true;
    case 'garbage':
      reply.type('application/json').send('{"metadata": {{{ \u0000');
      return true;
    case 'wrong_shape':
      reply.type('application/json').send('{"results":[],"job_id":7,"transcript":null,"upload_urls":"none"}');
      return true;
    case 'html':
      reply.type('text/html').send('<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>');
      return true;
    case 'empty':
      reply.type('application/json').send('');
      return true;
    case 'lost_answer':
      reply.header(lostHeader, '1');
      return false;
    case 'no_speech':
    case 'never_finishes':
    case 'failed_job':
    case 'failed_file':
    case 'missing_output':
    case 'unknown_state':
    case undefined:
      return false;
  }
}

/** Marks an answer that is not to arrive. */
const lostHeader = 'x-sandbox-lost-answer';

/** Lets the answers of `lost_answer` faults be lost. */
export function loseAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (reply.hasHeader(lostHeader)) reply.raw.destroy();
    done(null, payload);
  });
}
