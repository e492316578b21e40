import type { CallKey, Transcript } from '@callscript/contracts';
import {
  appendAudit,
  findTranscript,
  openRawTranscript,
  sealRawTranscript,
  updateSpeakers,
  type AuditEntry,
  type CallRow,
  type Db,
  type SecretBox,
  type Transaction,
} from '@callscript/db';
import { HttpProblem } from '@callscript/http';
import type { Broker } from '@callscript/messaging';
import { rerunStage, type Logger, type RerunOutcome } from '@callscript/pipeline';
import { changeRedactions, changeSpeakers, refuseChange, type SpeakerChange } from '@callscript/transcript';

export interface ChangeSpeakersDeps {
  db: Db;
  broker: Broker;
  secretBox: SecretBox | undefined;
  logger: Logger;
}

export interface SpeakersRequest {
  key: CallKey;
  change: SpeakerChange;
  by: Pick<AuditEntry, 'actor' | 'ip' | 'requestId'>;
  isExpected: (call: CallRow) => boolean;
}

/**
 * A person's word on who is who: the transcript, its redactions and what it was before them change in the transaction that
 * makes the call due for another analysis. Flags, scores and figures follow from that; no second mail does.
 * @throws HttpProblem when this transcript cannot be changed that way
 */
export async function changeCallSpeakers(deps: ChangeSpeakersDeps, request: SpeakersRequest): Promise<RerunOutcome> {
  const { key, by, isExpected } = request;
  return await rerunStage(deps, {
    key,
    stage: 'analyze',
    by: by.actor,
    isExpected,
    prepare: (tx) => changeTranscript(tx, deps.secretBox, request),
  });
}

async function changeTranscript(
  tx: Transaction,
  secretBox: SecretBox | undefined,
  { key, change, by }: SpeakersRequest,
): Promise<void> {
  const row = await findTranscript(tx, key);
  if (row === undefined) throw new HttpProblem(409, 'this call has no transcript');
  const before: Transcript = { text: row.transcript, segments: row.speaker_segments };
  const refusal = refuseChange(before, change);
  if (refusal !== undefined) throw new HttpProblem(409, refusal);
  await updateSpeakers(tx, key, {
    speaker_segments: changeSpeakers(before, change).segments,
    speaker_roles: { source: 'person', confidence: 1 },
    redactions: row.redactions && changeRedactions(row.redactions, before.segments, change),
    raw_transcript: row.raw_transcript && changeSealed(secretBox, key, row.raw_transcript, change),
  });
  await appendAudit(tx, {
    ...by,
    action: 'call.speakers_changed',
    bid: key.bid,
    object: `${key.bid}/${key.callid}`,
    details: { change, before: row.speaker_roles },
  });
}

function changeSealed(box: SecretBox | undefined, key: CallKey, sealed: string, change: SpeakerChange): string {
  if (box === undefined) {
    throw new HttpProblem(
      503,
      'the transcript before redaction would have to change too, and this API has no key to it',
    );
  }
  return sealRawTranscript(box, key, changeSpeakers(openRawTranscript(box, key, sealed), change));
}
