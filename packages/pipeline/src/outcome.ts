import { maxAttempts, type Stage, type SttProvider } from '@callscript/contracts';
import {
  appendProcessingLog,
  findCall,
  hasFailedFor,
  markDeadLettered,
  settleFailure,
  settleRetry,
  type CallRow,
  type Claim,
  settleSuccess,
  type Db,
  type Transaction,
} from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import type { Logger } from './ports.ts';
import { backoffMs, throttledDelayMs, throttledForMs } from './backoff.ts';
import type { Failure } from './failure.ts';
import { buildDeadLetter, buildPermit, deadLetterId, traceparentOf } from './permits.ts';
import { rulesFor } from './stage-rules.ts';
import { findNextTurn, stageOfTurn } from './turns.ts';

/** What must be published once the transaction that decided it has committed. */
export type Announcement =
  | { kind: 'permit'; stage: Stage; call: CallRow; delayMs: number; passedTo?: SttProvider }
  | { kind: 'dead_letter'; call: CallRow };

export interface FailedTry {
  claim: Claim;
  stage: Stage;
  failure: Failure;
  workerId: string;
  durationMs: number | null;
  retryBaseMs: number;
}

/**
 * Ends a claim whose try failed: another try later, the next provider's turn, or the end of the stage with a dead letter
 * owed.
 */
export async function settleFailedTry(tx: Transaction, failed: FailedTry): Promise<Announcement> {
  const { claim, stage, failure } = failed;
  const { call } = claim;
  const rules = rulesFor(stage, call);
  const countsAsAttempt = failure.failure !== 'throttled';
  const attempts = call.attempts + (countsAsAttempt ? 1 : 0);
  const record = { errorClass: failure.code, errorMessage: failure.message };
  const isFinal = countsAsAttempt
    ? failure.failure === 'permanent' || attempts >= maxAttempts
    : await hasFailedFor(tx, claim, throttledForMs);
  const isPassable = failure.alternative === 'at_once' || (isFinal && failure.alternative !== 'never');
  const next = isPassable ? await findNextTurn(tx, stage, call) : undefined;
  await appendProcessingLog(tx, [
    {
      bid: call.bid,
      callid: call.callid,
      stage: rules.log,
      status: 'failed',
      worker_id: failed.workerId,
      duration_ms: failed.durationMs,
      error_message: describeFailedTry(failure, next),
      attempt: claim.attempt,
    },
  ]);
  if (next !== undefined) return await passTurn(tx, claim, next);
  if (isFinal) {
    await settleFailure(tx, claim, { ...record, stage, attempts, state: rules.failed ?? call.processing_state });
    const settled = await findCall(tx, call);
    return { kind: 'dead_letter', call: settled ?? call };
  }
  const delayMs = countsAsAttempt
    ? backoffMs(attempts, failed.retryBaseMs)
    : (failure.retryAfterMs ?? throttledDelayMs);
  await settleRetry(tx, claim, { ...record, state: rules.due ?? call.processing_state, delayMs, countsAsAttempt });
  return { kind: 'permit', stage, call: { ...call, attempts }, delayMs };
}

/** What is known of the turn that failed is in the history now; the next provider starts with a clean row. */
async function passTurn(tx: Transaction, claim: Claim, passedTo: SttProvider): Promise<Announcement> {
  const stage = stageOfTurn(passedTo);
  const columns = { stt_provider: passedTo };
  await settleSuccess(tx, claim, { state: 'queued', next: stage, columns });
  return { kind: 'permit', stage, call: { ...claim.call, ...columns, attempts: 0 }, delayMs: 0, passedTo };
}

const maxMessageLength = 2_000;

function describeFailedTry({ code, message }: Failure, next: SttProvider | undefined): string {
  const consequence = next === undefined ? '' : `; ${next} is next`;
  return `${code}: ${message}`.slice(0, maxMessageLength - consequence.length) + consequence;
}

/**
 * Publishes what a committed transaction announced; true when it was. A failure here loses nothing: the row says what is
 * due or owed, and the sweep publishes it later.
 */
export async function announce(
  { db, broker, logger }: { db: Db; broker: Broker; logger: Logger },
  announcement: Announcement,
): Promise<boolean> {
  const { call } = announcement;
  const correlationId = call.correlation_id;
  try {
    if (announcement.kind === 'permit') {
      const { stage, delayMs } = announcement;
      const traceparent = traceparentOf(call);
      await broker.publishPermit(stage, buildPermit(stage, call), { delayMs, correlationId, traceparent });
    } else {
      await broker.publishDeadLetter(buildDeadLetter(call), {
        messageId: deadLetterId(call),
        correlationId,
      });
      await markDeadLettered(db, call);
    }
    return true;
  } catch (err) {
    const fields = { err, event: 'announcement_owed', kind: announcement.kind, bid: call.bid, callid: call.callid };
    logger.warn(fields, 'not published; the sweep will');
    return false;
  }
}
