import { processingStates, type ProcessingState, type SubscriptionStatus } from '@callscript/contracts';
import type { Subscription } from './queries/find-subscription.ts';

export interface PipelineStatus {
  bid: string;
  subscription: { status: SubscriptionStatus; plan: string; paid_until: string | null };
  states: Record<ProcessingState, number>;
  /** Calls on their way to an analysis. */
  processing: number;
  failed: number;
  total: number;
}

const processing: readonly ProcessingState[] = ['received', 'queued', 'transcribing', 'transcribed', 'analyzing'];
const failed: readonly ProcessingState[] = ['failed_stt', 'failed_analysis'];

export function toPipelineStatus(
  bid: string,
  { status, plan, paid_until }: Subscription,
  counts: ReadonlyMap<ProcessingState, number>,
): PipelineStatus {
  const sum = (states: readonly ProcessingState[]) => states.reduce((n, state) => n + (counts.get(state) ?? 0), 0);
  return {
    bid,
    subscription: { status, plan, paid_until: paid_until?.toISOString() ?? null },
    states: Object.fromEntries(
      processingStates.map((state) => [state, counts.get(state) ?? 0]),
    ) as PipelineStatus['states'],
    processing: sum(processing),
    failed: sum(failed),
    total: sum(processingStates),
  };
}
