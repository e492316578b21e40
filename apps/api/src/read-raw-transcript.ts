import type { CallKey, Transcript } from '@callscript/contracts';
import {
  appendAudit,
  findCall,
  findManifest,
  findTranscript,
  inTransaction,
  openRawTranscript,
  type AuditEntry,
  type Db,
  type SecretBox,
} from '@callscript/db';
import { ArchiveUnavailableError, readArchivedCall } from './read-archived-call.ts';
import type { RecordSources } from './read-call-record.ts';

export interface RawTranscriptDeps extends RecordSources {
  secretBox: SecretBox;
}

/**
 * What was said before redaction; undefined where it was not kept. Nobody gets to see it without a row in the audit log.
 * @throws SecretBoxError when the key is not the one it was sealed with
 * @throws ArchiveUnavailableError
 */
export async function readRawTranscript(
  { db, archive, secretBox }: RawTranscriptDeps,
  key: CallKey,
  by: Pick<AuditEntry, 'actor' | 'ip' | 'requestId'>,
): Promise<Transcript | undefined> {
  const sealed = await findSealed(db, archive, key);
  if (typeof sealed !== 'string') return undefined;
  const transcript = openRawTranscript(secretBox, key, sealed);
  await inTransaction(db, (tx) =>
    appendAudit(tx, {
      ...by,
      action: 'transcript.raw_viewed',
      bid: key.bid,
      object: `${key.bid}/${key.callid}`,
      details: {},
    }),
  );
  return transcript;
}

async function findSealed(db: Db, archive: RecordSources['archive'], key: CallKey): Promise<string | null | undefined> {
  const hot = await findTranscript(db, key);
  if (hot !== undefined) return hot.raw_transcript;
  // In this order, a call that is archived in between is found where it went.
  const call = await findCall(db, key);
  if (call?.processing_state !== 'archived') return undefined;
  const manifest = await findManifest(db, key);
  if (manifest === undefined) throw new ArchiveUnavailableError();
  return (await readArchivedCall(archive, manifest)).transcript?.raw_transcript;
}
