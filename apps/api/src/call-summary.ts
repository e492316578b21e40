import type { CallSummary, Verdict } from '@callscript/contracts';
import type { CallRow } from '@callscript/db';

/** What a list reads of a call. */
export type SummaryCall = Pick<
  CallRow,
  | 'id'
  | 'bid'
  | 'callid'
  | 'processing_state'
  | 'skip_reason'
  | 'duration_seconds'
  | 'direction'
  | 'group_name'
  | 'customer_phone'
  | 'call_starttime'
  | 'agent_id'
  | 'agent_name'
  | 'agent_email'
  | 'agent_phone'
>;

export interface SummaryRow {
  call: SummaryCall;
  verdict: Verdict | null;
  quality_score: number | null;
}

/** Names each field, so that a new column stays inside until someone lets it out. */
export function toCallSummary({ call, verdict, quality_score }: SummaryRow): CallSummary {
  return {
    bid: call.bid,
    callid: call.callid,
    processing_state: call.processing_state,
    skip_reason: call.skip_reason,
    verdict,
    quality_score,
    duration_seconds: call.duration_seconds,
    direction: call.direction,
    group_name: call.group_name,
    customer_phone: call.customer_phone,
    call_starttime: call.call_starttime.toISOString(),
    agent: { id: call.agent_id, name: call.agent_name, email: call.agent_email, phone: call.agent_phone },
  };
}
