import { randomBytes } from 'node:crypto';
import { maxAttempts, type DeadLetterMessage, type Permits, type Stage } from '@callscript/contracts';
import type { CallRow } from '@callscript/db';
import { throttledForMs } from './backoff.ts';

type Builders = { [S in Stage]: (call: CallRow) => Omit<Permits[S], 'bid' | 'callid' | 'attempt' | 'queued_at'> };

const builders: Builders = {
  transcribe: (call) => ({
    recording_url: call.recording_url ?? '',
    duration_seconds: call.duration_seconds,
    agent_name: call.agent_name,
    agent_email: call.agent_email,
  }),
  recognize: (call) => ({ storage_path: call.storage_path ?? '', duration_seconds: call.duration_seconds }),
  analyze: () => ({}),
  notify: () => ({}),
  archive: () => ({}),
};

/** The message that asks for one unit of work of a stage, written for one call that is due. */
export function buildPermit<S extends Stage>(stage: S, call: CallRow): Permits[S] {
  const common = {
    bid: call.bid,
    callid: call.callid,
    attempt: call.attempts + 1,
    queued_at: new Date().toISOString(),
  };
  // The builder of S yields the rest of S's permit; TypeScript cannot follow an index through a union.
  return { ...common, ...builders[stage](call) } as unknown as Permits[S];
}

/** W3C trace context of a message about the call: one trace per call, a new span per message. */
export function traceparentOf({ correlation_id }: Pick<CallRow, 'correlation_id'>): string {
  return `00-${correlation_id.replaceAll('-', '')}-${randomBytes(8).toString('hex')}-01`;
}

/** The letter that a failed call owes, from what its row remembers. */
export function buildDeadLetter(call: CallRow): DeadLetterMessage {
  const stage = call.failed_stage;
  if (stage === null) throw new Error(`${call.bid}/${call.callid} has not failed`);
  const now = new Date();
  const firstFailedAt = call.first_failed_at ?? now;
  const lastFailedAt = call.last_failed_at ?? now;
  const wasThrottled = lastFailedAt.getTime() - firstFailedAt.getTime() >= throttledForMs;
  return {
    stage,
    bid: call.bid,
    callid: call.callid,
    failure: call.attempts >= maxAttempts || wasThrottled ? 'exhausted' : 'permanent',
    error_class: call.error_class ?? 'unknown',
    error_message: call.error_message ?? '',
    attempts: call.attempts,
    first_failed_at: firstFailedAt.toISOString(),
    last_failed_at: lastFailedAt.toISOString(),
    // The permit of the last attempt, not of the one that will not come. One that was throttled alone failed none.
    message: { ...buildPermit(stage, call), attempt: Math.max(1, call.attempts) },
  };
}

/** The same failure always writes the same letter id, so a letter sent twice is filed once. */
export function deadLetterId(call: CallRow): string {
  return `${call.bid}/${call.callid}/${call.failed_stage}/${call.version}`;
}
