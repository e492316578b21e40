import { answeredStatus, callCompletedSchema, signatureHeader, type CallCompleted } from '@callscript/contracts';
import { isDatabaseAway } from '@callscript/db';
import { HttpProblem, parseInput } from '@callscript/http';
import type { Logger } from '@callscript/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recentMs, type Admissions, type OpenAdmission } from '../admissions.ts';
import { rawBody } from '../body.ts';
import { OverloadedError, type CallAcceptor } from '../call-acceptor.ts';
import { parsePayload } from '../payload.ts';
import { unauthorized, unavailable } from '../problems.ts';
import type { RateLimit } from '../rate-limit.ts';
import { isSignatureValid } from '../signature.ts';
import type { Spool } from '../spool.ts';

export interface CallCompletedDeps {
  logger: Logger;
  admissions: Admissions;
  acceptor: CallAcceptor;
  spool: Spool;
  businessRateLimit: RateLimit;
}

export function callCompletedRoute(app: FastifyInstance, deps: CallCompletedDeps): void {
  app.post('/webhook/call-completed', async (req, reply) => {
    const body = rawBody(req);
    const payload = parsePayload(body);
    req.claimed = payload;
    const admission = await admit(deps, req, body, payload['bid']);
    const call = parseInput(callCompletedSchema, payload, 'call');
    const { bid, callid } = call;
    const arrival = {
      call,
      payload,
      body,
      correlationId: req.id,
      receivedAt: new Date(),
      skipReason: skipReason(call, admission),
      statusCode: 200 as const,
    };
    try {
      const status = await deps.acceptor.accept(arrival);
      return status === 'skipped' ? { status, bid, callid, reason: arrival.skipReason } : { status, bid, callid };
    } catch (err) {
      if (err instanceof OverloadedError) throw unavailable('too many calls are waiting');
      if (!isDatabaseAway(err)) deps.logger.error({ err, event: 'call_refused', bid }, 'the database refused a call');
      if (!(await deps.spool.keep(arrival))) throw unavailable('the call cannot be stored right now');
      return await reply.code(202).send({ status: 'spooled', bid, callid });
    }
  });
}

/**
 * The business that signed the body, if it may send calls. The business id is believed only to choose the secret.
 *
 * @throws HttpProblem 401, 403, 422, 429, 503
 */
async function admit(
  { admissions, businessRateLimit, logger }: CallCompletedDeps,
  req: FastifyRequest,
  body: Buffer,
  bid: unknown,
): Promise<OpenAdmission> {
  if (typeof bid !== 'string') {
    throw new HttpProblem(422, 'the call is not valid', { errors: [{ field: 'bid', message: 'must be a string' }] });
  }
  const signature = req.headers[signatureHeader];
  const signedBy = async (maxAgeMs?: number): Promise<OpenAdmission | undefined> => {
    const admission = await admissions.find(bid, maxAgeMs);
    return isSignatureValid(signature, body, admission?.secrets ?? []) ? admission : undefined;
  };
  let admission: OpenAdmission | undefined;
  try {
    admission = (await signedBy()) ?? (await signedBy(recentMs));
  } catch (err) {
    if (!isDatabaseAway(err)) logger.error({ err, event: 'admission_failed' }, 'a business could not be looked up');
    throw unavailable('the signature cannot be checked right now');
  }
  if (admission === undefined) throw unauthorized();
  req.signatureValid = true;
  if (admission.status !== 'active') throw new HttpProblem(403, 'the subscription of this business is not active');
  businessRateLimit.spend(bid);
  return admission;
}

function skipReason(call: CallCompleted, admission: OpenAdmission): string | null {
  if (call.call_status !== answeredStatus) return 'not_answered';
  if (call.duration_seconds < admission.minCallDurationSeconds) return 'too_short';
  if (!admission.pipelineEnabled) return 'pipeline_disabled';
  return null;
}
