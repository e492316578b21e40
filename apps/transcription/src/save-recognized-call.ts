import type { RecognizedCall, SttProvider } from '@callscript/contracts';
import {
  forgetSttJobs,
  getBusiness,
  getPipelineConfig,
  saveTranscript,
  sealRawTranscript,
  type BusinessPipelineConfigRow,
  type CallRow,
  type Db,
  type SecretBox,
  type Transaction,
  type Transition,
} from '@callscript/db';
import { StageError } from '@callscript/pipeline';
import type { ObjectStore, StoredObject } from '@callscript/storage';
import { finishCall, type FinishedCall } from '@callscript/transcript';
import { muteRedacted } from './mute-redacted.ts';
import { operatorWaitMs, readTranscriptPolicy } from './transcript-policy.ts';

/** What a provider made of a recording, and how. */
export interface Recognized {
  readonly call: RecognizedCall;
  readonly provider: SttProvider;
  readonly model: string;
  /** Null where nobody charges for the call. */
  readonly costUsd: number | null;
  readonly meta: Record<string, unknown>;
  /** The vault's copy that was recognised. */
  readonly recording: StoredObject;
}

export interface FinishedRecognition extends Recognized {
  readonly finished: FinishedCall;
  /** The transcript before redaction as sealed JSON; null unless the business keeps it and something was taken out. */
  readonly sealedRaw: string | null;
}

export interface FinishDeps {
  readonly db: Db;
  readonly vault: ObjectStore;
  /** Needed by businesses that keep their raw transcripts. */
  readonly secretBox: SecretBox | undefined;
}

/** Makes the transcript of what was recognised, as the call's business wants it. */
export async function finishRecognition(
  { db, vault, secretBox }: FinishDeps,
  call: CallRow,
  recognized: Recognized,
  signal: AbortSignal,
): Promise<FinishedRecognition> {
  const [config, business] = await Promise.all([getPipelineConfig(db, call.bid), getBusiness(db, call.bid)]);
  const { redaction, keyTerms } = readTranscriptPolicy(config);
  const finished = finishCall(recognized.call, {
    agentChannel: config.agent_channel === 1 ? 1 : 0,
    agentName: call.agent_name,
    businessName: business.business_name,
    direction: call.direction,
    keyTerms,
    redaction,
  });
  const isRedacted = finished.redactions.length > 0;
  return {
    ...recognized,
    finished,
    sealedRaw: isRedacted && redaction.keep_raw ? sealRaw(secretBox, call, finished) : null,
    recording:
      isRedacted && redaction.mute_audio
        ? await muteRedacted(vault, call, finished.redactions, signal)
        : recognized.recording,
  };
}

function sealRaw(secretBox: SecretBox | undefined, call: CallRow, { raw }: FinishedCall): string {
  return sealRawTranscript(requireSecretBox(secretBox, call.bid), call, raw);
}

function requireSecretBox(secretBox: SecretBox | undefined, bid: string): SecretBox {
  if (secretBox !== undefined) return secretBox;
  throw new StageError(
    'throttled',
    'secrets_key_missing',
    `business ${bid} keeps raw transcripts, and this process has no SECRETS_KEY to encrypt them with`,
    { retryAfterMs: operatorWaitMs },
  );
}

/** Fails what `finishRecognition` would have to fail, before anybody is paid for the recognition. */
export function checkFinishable({ secretBox }: Pick<FinishDeps, 'secretBox'>, config: BusinessPipelineConfigRow): void {
  if (readTranscriptPolicy(config).redaction.keep_raw) requireSecretBox(secretBox, config.bid);
}

/** Stores the transcript in the transaction that moves the call on to its analysis. */
export async function saveRecognition(
  tx: Transaction,
  call: CallRow,
  { call: recognized, finished, sealedRaw, recording, ...by }: FinishedRecognition,
): Promise<Transition> {
  await saveTranscript(tx, {
    bid: call.bid,
    callid: call.callid,
    transcript: finished.transcript.text,
    speaker_segments: finished.transcript.segments,
    speaker_roles: finished.roles,
    corrections: [...finished.corrections],
    redactions: [...finished.redactions],
    raw_transcript: sealedRaw,
    language: recognized.language,
    stt_provider: by.provider,
    model: by.model,
    cost_usd: by.costUsd,
    audio_seconds: Math.round(recognized.durationSeconds * 100) / 100,
    processing_meta: { ...by.meta, separation: recognized.separation },
  });
  // Nobody needs them any more, whoever recognised the call in the end.
  await forgetSttJobs(tx, call);
  // Also when it was an earlier try that silenced it and could not say so any more.
  const columns =
    recording.sha256 === call.storage_sha256
      ? {}
      : { storage_sha256: recording.sha256, storage_bytes: recording.bytes };
  return { state: 'transcribed', next: 'analyze', columns };
}
