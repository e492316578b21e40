import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { callKeySchema } from '@callscript/contracts';
import { clearHotTier, getPipelineConfig, saveManifest, type CallRow, type Db } from '@callscript/db';
import { StageError, type StageHandler } from '@callscript/pipeline';
import type { ObjectStore } from '@callscript/storage';
import { exportCall } from './export-call.ts';

interface Exported {
  archivePath: string;
  sha256: string;
  bytes: number;
  audioPath: string | null;
}

export interface ArchiveCallDeps {
  db: Db;
  archive: ObjectStore;
  vault: ObjectStore;
}

/** Moves a call past its hot retention to cold storage; the hot tier is emptied only after the export was read back. */
export function archiveCall({ db, archive, vault }: ArchiveCallDeps): StageHandler<Exported> {
  return {
    stage: 'archive',
    async work(call, { signal }) {
      const body = await exportCall(db, call);
      const key = `${keyPrefix(call)}.json.gz`;
      const { bytes, sha256 } = await archive.put(key, body, { contentType: 'application/gzip', signal });
      await verify(archive, key, { bytes, sha256 });
      const { archive_audio } = await getPipelineConfig(db, call.bid);
      const audioPath = archive_audio ? await copyAudio(call, { archive, vault }, signal) : null;
      return { archivePath: archive.url(key), sha256, bytes, audioPath };
    },
    async save(tx, call, exported) {
      await saveManifest(tx, {
        bid: call.bid,
        callid: call.callid,
        archive_path: exported.archivePath,
        archive_sha256: exported.sha256,
        audio_path: exported.audioPath,
        original_call_date: call.call_starttime,
        archive_size_bytes: exported.bytes,
      });
      await clearHotTier(tx, call);
      return { state: 'archived', next: null };
    },
  };
}

/** `{bid}/{year}/{month}/{callid}`, months in UTC. */
function keyPrefix(call: CallRow): string {
  const name = callKeySchema.safeParse(call);
  if (!name.success)
    throw new StageError('permanent', 'unsafe_name', "the call's id cannot be part of an object's key");
  const { bid, callid } = name.data;
  const [year, month] = call.call_starttime.toISOString().split('-');
  return `${bid}/${year}/${month}/${callid}`;
}

async function verify(store: ObjectStore, key: string, expected: { bytes: number; sha256: string }): Promise<void> {
  const stored = await store.getBuffer(key, { maxBytes: expected.bytes });
  if (createHash('sha256').update(stored).digest('hex') !== expected.sha256) {
    throw new StageError('retryable', 'export_damaged', 'the export does not read back as it was written');
  }
}

async function copyAudio(
  call: CallRow,
  { archive, vault }: Pick<ArchiveCallDeps, 'archive' | 'vault'>,
  signal: AbortSignal,
): Promise<string | null> {
  if (call.storage_path === null) return null;
  const source = vault.keyOf(call.storage_path);
  const key = `${keyPrefix(call)}${extname(source)}`;
  await archive.put(key, Readable.from(checked(await vault.get(source), call.storage_sha256)), { signal });
  return archive.url(key);
}

/** Fails before its end, so that nothing is stored of a recording that is not the one that intake stored. */
async function* checked(recording: AsyncIterable<Buffer>, sha256: string | null): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of recording) {
    hash.update(chunk);
    yield chunk;
  }
  if (sha256 !== null && hash.digest('hex') !== sha256) {
    throw new StageError('retryable', 'audio_damaged', 'the recording in the vault is not the one that was stored');
  }
}
