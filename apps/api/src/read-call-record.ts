import type { CallKey, CallRecord, HistoryEntry } from '@callscript/contracts';
import {
  findAnalysis,
  findCall,
  findManifest,
  findTranscript,
  listHistory,
  type CallRow,
  type Db,
} from '@callscript/db';
import type { ObjectStore } from '@callscript/storage';
import { ArchiveUnavailableError, readArchivedCall } from './read-archived-call.ts';
import { toCallRecord } from './call-record.ts';
import { findVertical } from './queries/find-vertical.ts';
import { fromArchive, fromRow } from './recorded-transcript.ts';

export interface RecordSources {
  db: Db;
  archive: Pick<ObjectStore, 'getBuffer' | 'keyOf'>;
}

/**
 * All that is known of a call, wherever it lies now; undefined when there is no such call.
 * @throws ArchiveUnavailableError rather than to answer with an archived call that looks empty.
 */
export async function readCallRecord(
  { db, archive }: RecordSources,
  key: CallKey,
): Promise<{ call: CallRow; record: CallRecord } | undefined> {
  const stored = await readTables(db, key);
  if (stored === undefined) return undefined;
  const { manifest, ...hot } = stored;
  const { call, history } = hot;
  if (call.processing_state !== 'archived') return { call, record: toCallRecord({ ...hot, archived: false }) };
  if (manifest === undefined) throw new ArchiveUnavailableError();
  const cold = await readArchivedCall(archive, manifest);
  return {
    call,
    record: toCallRecord({
      ...hot,
      archived: true,
      transcript: cold.transcript && fromArchive(cold.transcript),
      analysis: cold.analysis,
      metrics: cold.metrics ?? null,
      // The log goes on after the export: it has the archiving itself.
      history: history.length > 0 ? history : cold.history,
    }),
  };
}

/**
 * Reads as of one moment. Read one after the other, a call that is archived in between would still be hot and already
 * have no transcript.
 */
async function readTables(db: Db, key: CallKey) {
  return await db.transaction(
    async (tx) => {
      const call = await findCall(tx, key);
      if (call === undefined) return undefined;
      const transcript = await findTranscript(tx, key);
      const found = await findAnalysis(tx, key);
      return {
        call,
        transcript: transcript === undefined ? null : fromRow(transcript),
        analysis: found?.analysis ?? null,
        metrics: found?.row.conversation_metrics ?? null,
        history: (await listHistory(tx, key)).map(asHistoryEntry),
        vertical: await findVertical(tx, key),
        manifest: call.processing_state === 'archived' ? await findManifest(tx, key) : undefined,
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function asHistoryEntry(row: Awaited<ReturnType<typeof listHistory>>[number]): HistoryEntry {
  return { ...row, created_at: row.created_at.toISOString() };
}
