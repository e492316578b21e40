import { hash, randomBytes } from 'node:crypto';
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
  type NewProcessingLogRow,
  type NewWebhookLogRow,
  type SecretBox,
} from '@callscript/db';
import { parseInput } from '@callscript/http';
import type { Logger } from '@callscript/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Admissions } from '../admissions.ts';
import { rawBody } from '../body.ts';
import { parsePayload } from '../payload.ts';
import { unauthorized, unavailable } from '../problems.ts';
import { isSignatureValid } from '../signature.ts';
import { within } from '../within.ts';

/** Activation defines views, which takes longer than a row; a sender waits about this long. */
const answerWithinMs = 10_000;

export interface BillingDeps {
  logger: Logger;
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

  app.post('/webhook/bid-activated', async (req) => {
    const event = parseInput(bidActivatedSchema, verifiedPayload(req, deps.platformSecret), 'activation');
    const secret = issueSecret();
    const outcome = await whileDatabaseAnswers(async () => {
      const applied = await applyActivation(db, event, secretBox.seal(secret, event.bid));
      // A replay finishes what an earlier delivery could not.
      if (!applied.provisioned) await provisionBusiness(db, event.bid, { vertical: event.vertical });
      return applied;
    });
    const admission = await admissions.refresh(event.bid);
    await note(deps, req, event, outcome, 'activated');
    // Deliveries that arrive together may each have stored a secret: only the last one is the business's.
    const isShown = outcome.secretIssued && admission?.secrets.includes(secret) !== false;
    return { bid: event.bid, status: outcome.status, ...(isShown ? { webhook_secret: secret } : {}) };
  });

  app.post('/webhook/bid-deactivated', async (req) => {
    const event = parseInput(bidDeactivatedSchema, verifiedPayload(req, deps.platformSecret), 'deactivation');
    const outcome = await whileDatabaseAnswers(() => applyDeactivation(db, event));
    await admissions.refresh(event.bid);
    await note(deps, req, event, outcome, 'deactivated');
    return { bid: event.bid, status: outcome.status };
  });
}

function verifiedPayload(req: FastifyRequest, platformSecret: string): Record<string, unknown> {
  const body = rawBody(req);
  if (!isSignatureValid(req.headers[signatureHeader], body, [platformSecret])) throw unauthorized();
  req.signatureValid = true;
  const payload = parsePayload(body);
  req.claimed = payload;
  return payload;
}

/** A billing event answers with what it did, so it cannot be spooled: the sender keeps it and comes back. */
async function whileDatabaseAnswers<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await within(answerWithinMs, work());
  } catch (error) {
    if (isDatabaseAway(error)) throw unavailable('billing events cannot be taken right now');
    throw error;
  }
}

/** The event has happened by now, and its answer may carry the secret: a log that cannot be written does not undo it. */
async function note(
  { db, logger }: BillingDeps,
  req: FastifyRequest,
  event: { bid: string; event: string },
  outcome: BillingOutcome,
  stage: 'activated' | 'deactivated',
): Promise<void> {
  const row: NewWebhookLogRow = {
    bid: event.bid,
    event_type: event.event,
    payload: req.claimed,
    body_sha256: hash('sha256', rawBody(req)),
    signature_valid: true,
    queued: false,
    skip_reason: outcome.applied ? null : 'stale',
    status_code: 200,
    received_at: new Date(),
  };
  const history: NewProcessingLogRow = { bid: event.bid, stage, status: 'success', worker_id: 'gateway' };
  try {
    const written = [appendWebhookLog(db, [row]), appendProcessingLog(db, outcome.applied ? [history] : [])];
    await within(answerWithinMs, Promise.all(written));
  } catch (err) {
    logger.error({ err, event: 'billing_not_logged', bid: event.bid }, 'a billing event was not logged');
  }
}
