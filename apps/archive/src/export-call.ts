import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ArchivedCall, ArchivedTranscript } from '@callscript/contracts';
import {
  describeRecognition,
  findAnalysis,
  findCall,
  findTranscript,
  listHistory,
  type CallRow,
  type Db,
  type TranscriptRow,
} from '@callscript/db';
import { StageError } from '@callscript/pipeline';

const compress = promisify(gzip);

/** What claims and failed tries of the archiving itself change in a call's row. */
const changing: readonly (keyof CallRow)[] = [
  'stage',
  'next_attempt_at',
  'attempts',
  'lease_owner',
  'lease_until',
  'version',
  'failed_stage',
  'error_class',
  'error_message',
  'first_failed_at',
  'last_failed_at',
  'dead_lettered_at',
  'updated_at',
];

/**
 * Everything known of a call as gzipped JSON: metadata, transcript with speakers and word times, analysis, history.
 *
 * It follows from the call alone, so every export of a call is the same bytes, and a worker that comes late may write over
 * its successor's without doing harm. It reads as of one moment, in which the hot tier was whole or the call archived.
 * @throws StageError `already_archived`
 */
export async function exportCall(db: Db, key: Pick<CallRow, 'bid' | 'callid'>): Promise<Buffer> {
  const archived = await db.transaction(
    async (tx) => {
      const call = await findCall(tx, key);
      if (call === undefined || call.processing_state === 'archived') {
        throw new StageError('permanent', 'already_archived', 'the hot tier holds nothing of this call any more');
      }
      const transcript = await findTranscript(tx, key);
      const found = await findAnalysis(tx, key);
      const history = await listHistory(tx, key);
      return {
        version: 1,
        call: { ...lasting(call), bid: call.bid, callid: call.callid },
        transcript: transcript === undefined ? null : toArchived(transcript),
        analysis: found?.analysis ?? null,
        metrics: found?.row.conversation_metrics ?? null,
        history: history
          .filter(({ stage }) => stage !== 'archived')
          .map(({ stage, status, worker_id, duration_ms, attempt, error_message, created_at }) => ({
            stage,
            status,
            worker_id,
            duration_ms,
            attempt,
            error_message,
            created_at: created_at.toISOString(),
          })),
      } satisfies ArchivedCall;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  return await compress(JSON.stringify(archived));
}

function toArchived(row: TranscriptRow): ArchivedTranscript {
  return {
    text: row.transcript,
    segments: row.speaker_segments,
    roles: row.speaker_roles,
    corrections: row.corrections,
    redactions: row.redactions,
    recognition: describeRecognition(row),
    // Stays sealed: it opens for those who may see it, by the call's key, wherever it lies.
    raw_transcript: row.raw_transcript,
  };
}

function lasting(call: CallRow): Record<string, unknown> {
  const columns: readonly string[] = changing;
  return Object.fromEntries(Object.entries(call).filter(([column]) => !columns.includes(column)));
}
