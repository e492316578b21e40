import { defaultRedactionPolicy, type RecognizedCall, type SttProvider } from '@callscript/contracts';
import {
  getBusiness,
  getPipelineConfig,
  saveTranscript,
  type CallRow,
  type Db,
  type Transaction,
} from '@callscript/db';
import { finishCall, type FinishedCall } from '@callscript/transcript';

/** What a provider made of a recording, and how. */
export interface Recognized {
  readonly call: RecognizedCall;
  readonly provider: SttProvider;
  readonly model: string;
  /** Null where nobody charges for the call. */
  readonly costUsd: number | null;
  readonly meta: Record<string, unknown>;
}

export interface FinishedRecognition extends Recognized {
  readonly finished: FinishedCall;
}

/** Makes the transcript of what was recognised, as the call's business wants it. */
export async function finishRecognition(db: Db, call: CallRow, recognized: Recognized): Promise<FinishedRecognition> {
  const [config, business] = await Promise.all([getPipelineConfig(db, call.bid), getBusiness(db, call.bid)]);
  const finished = finishCall(recognized.call, {
    agentChannel: config.agent_channel === 1 ? 1 : 0,
    agentName: call.agent_name,
    businessName: business.business_name,
    direction: call.direction,
    keyTerms: config.key_terms ?? [],
    redaction: config.redaction ?? defaultRedactionPolicy,
  });
  return { ...recognized, finished };
}

/** Stores the transcript in the transaction that moves the call on. */
export async function saveRecognition(
  tx: Transaction,
  call: CallRow,
  { call: recognized, finished, ...by }: FinishedRecognition,
): Promise<void> {
  await saveTranscript(tx, {
    bid: call.bid,
    callid: call.callid,
    transcript: finished.transcript.text,
    speaker_segments: finished.transcript.segments,
    speaker_roles: finished.roles,
    corrections: [...finished.corrections],
    redactions: [...finished.redactions],
    language: recognized.language,
    stt_provider: by.provider,
    model: by.model,
    cost_usd: by.costUsd,
    audio_seconds: Math.round(recognized.durationSeconds * 100) / 100,
    processing_meta: { ...by.meta, separation: recognized.separation },
  });
}
