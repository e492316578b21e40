import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ArchivedCall } from '@callscript/contracts';
import { findAnalysis, findTranscript, listHistory, type CallRow, type Db } from '@callscript/db';

const compress = promisify(gzip);

/** Everything known of a call as gzipped JSON: metadata, transcript with speakers and word times, analysis, history. */
export async function exportCall(db: Db, call: CallRow): Promise<Buffer> {
  const [transcript, found, history] = await Promise.all([
    findTranscript(db, call),
    findAnalysis(db, call),
    listHistory(db, call),
  ]);
  const archived = {
    version: 1,
    call,
    transcript:
      transcript === undefined ? null : { text: transcript.transcript, segments: transcript.speaker_segments },
    analysis: found?.analysis ?? null,
    history: history.map(({ stage, status, worker_id, duration_ms, attempt, error_message, created_at }) => ({
      stage,
      status,
      worker_id,
      duration_ms,
      attempt,
      error_message,
      created_at: created_at.toISOString(),
    })),
  } satisfies ArchivedCall;
  return await compress(JSON.stringify(archived));
}
