import { randomUUID } from 'node:crypto';
import { answeredStatus, callCompletedSchema, signatureHeader, type CallCompleted } from '@callscript/contracts';
import { isDatabaseAway } from '@callscript/db';
import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import type { Admissions, OpenAdmission } from '../admissions.ts';
import { OverloadedError, type CallAcceptor } from '../call-acceptor.ts';
import type { BusinessRateLimit } from '../rate-limits.ts';
import { parsePayload } from '../payload.ts';
import { isSignatureValid } from '../signature.ts';
import type { Spool } from '../spool.ts';

export interface CallCompletedDeps {
  admissions: Admissions;
  acceptor: CallAcceptor;
  spool: Spool;
  businessRateLimit: BusinessRateLimit;
}

/** What every sender without the right secret hears, so that nobody learns which businesses exist. */
export function unauthorized(): HttpProblem {
  return new HttpProblem(401, 'the signature does not fit');
}

export function unavailable(detail: string): HttpProblem {
  return new HttpProblem(503, detail, { headers: { 'retry-after': '5' } });
}

export function callCompletedRoute(app: FastifyInstance, deps: CallCompletedDeps): void {
  app.post<{ Body: Buffer }>('/webhook/call-completed', async (req, reply) => {
    const body = req.body;
    const payload = parsePayload(body);
    req.claimed = payload;
    const { bid } = payload;
    if (typeof bid !== 'string') {
      throw new HttpProblem(422, 'the call is not valid', { errors: [{ field: 'bid', message: 'must be a string' }] });
    }
    const admission = await findAdmission(deps.admissions, bid);
    const header = req.headers[signatureHeader];
    const signature = typeof header === 'string' ? header : undefined;
    if (!isSignatureValid(signature, body, admission?.secrets ?? []) || admission === undefined) throw unauthorized();
    req.signatureValid = true;
    if (admission.status !== 'active') throw new HttpProblem(403, 'the subscription of this business is not active');
    deps.businessRateLimit.spend(bid);
    const call = parseInput(callCompletedSchema, payload, 'call');
    const arrival = {
      call,
      payload,
      body,
      correlationId: randomUUID(),
      receivedAt: new Date(),
      skipReason: skipReason(call, admission),
    };
    try {
      const acceptance = await deps.acceptor.accept(arrival);
      return {
        status: acceptance,
        bid,
        callid: call.callid,
        ...(acceptance === 'skipped' ? { reason: arrival.skipReason } : {}),
      };
    } catch (error) {
      if (error instanceof OverloadedError) throw unavailable('too many calls are waiting');
      if (!isDatabaseAway(error)) throw error;
      await deps.spool.keep(arrival);
      return await reply.code(202).send({ status: 'spooled', bid, callid: call.callid });
    }
  });
}

async function findAdmission(admissions: Admissions, bid: string): Promise<OpenAdmission | undefined> {
  try {
    return await admissions.find(bid);
  } catch (error) {
    if (isDatabaseAway(error)) throw unavailable('the signature cannot be checked right now');
    throw error;
  }
}

function skipReason(call: CallCompleted, admission: OpenAdmission): string | null {
  if (call.call_status !== answeredStatus) return 'not_answered';
  if (call.duration_seconds < admission.minCallDurationSeconds) return 'too_short';
  if (!admission.pipelineEnabled) return 'pipeline_disabled';
  return null;
}
