import { randomBytes, createHash } from 'node:crypto';
import { bidActivatedSchema, bidDeactivatedSchema, signatureHeader } from '@callscript/contracts';
import {
  appendProcessingLog,
  appendWebhookLog,
  applyActivation,
  applyDeactivation,
  isDatabaseAway,
  provisionBusiness,
  type BillingOutcome,
  type Db,
  type SecretBox,
} from '@callscript/db';
import { parseInput } from '@callscript/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Admissions } from '../admissions.ts';
import { parsePayload } from '../payload.ts';
import { isSignatureValid } from '../signature.ts';
import { unauthorized, unavailable } from './call-completed.ts';

export interface BillingDeps {
  db: Db;
  secretBox: SecretBox;
  admissions: Admissions;
  platformSecret: string;
}

/** 32 random bytes: as strong as the HMAC it keys. */
function issueSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/** The two billing events. Only the platform secret signs them: no business can activate or end another. */
export function billingRoutes(app: FastifyInstance, deps: BillingDeps): void {
  const { db, secretBox, admissions } = deps;

  app.post<{ Body: Buffer }>('/webhook/bid-activated', async (req) => {
    const event = parseInput(bidActivatedSchema, verifiedPayload(req, deps.platformSecret), 'activation');
    const secret = issueSecret();
    const outcome = await whileDatabaseAnswers(async () => {
      const applied = await applyActivation(db, event, secretBox.seal(secret, event.bid));
      admissions.forget(event.bid);
      // A replay finishes what an earlier delivery could not.
      if (!applied.provisioned) await provisionBusiness(db, event.bid, { vertical: event.vertical });
      await note(db, req, event, applied, 'activated');
      return applied;
    });
    return { bid: event.bid, status: outcome.status, ...(outcome.secretIssued ? { webhook_secret: secret } : {}) };
  });

  app.post<{ Body: Buffer }>('/webhook/bid-deactivated', async (req) => {
    const event = parseInput(bidDeactivatedSchema, verifiedPayload(req, deps.platformSecret), 'deactivation');
    const outcome = await whileDatabaseAnswers(async () => {
      const applied = await applyDeactivation(db, event);
      admissions.forget(event.bid);
      await note(db, req, event, applied, 'deactivated');
      return applied;
    });
    return { bid: event.bid, status: outcome.status };
  });
}

function verifiedPayload(req: FastifyRequest<{ Body: Buffer }>, platformSecret: string): Record<string, unknown> {
  const header = req.headers[signatureHeader];
  const signature = typeof header === 'string' ? header : undefined;
  if (!isSignatureValid(signature, req.body, [platformSecret])) throw unauthorized();
  req.signatureValid = true;
  const payload = parsePayload(req.body);
  req.claimed = payload;
  return payload;
}

/** A billing event answers with what it did, so it cannot be spooled: the sender keeps it and comes back. */
async function whileDatabaseAnswers<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseAway(error)) throw unavailable('billing events cannot be taken right now');
    throw error;
  }
}

async function note(
  db: Db,
  req: FastifyRequest<{ Body: Buffer }>,
  event: { bid: string; event: string },
  outcome: BillingOutcome,
  stage: 'activated' | 'deactivated',
): Promise<void> {
  await appendWebhookLog(db, [
    {
      bid: event.bid,
      event_type: event.event,
      payload: req.claimed,
      body_sha256: createHash('sha256').update(req.body).digest('hex'),
      signature_valid: true,
      queued: false,
      skip_reason: outcome.applied ? null : 'stale',
      status_code: 200,
      received_at: new Date(),
    },
  ]);
  if (outcome.applied) {
    await appendProcessingLog(db, [{ bid: event.bid, stage, status: 'success', worker_id: 'gateway' }]);
  }
}
