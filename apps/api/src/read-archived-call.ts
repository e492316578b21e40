import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { archivedCallSchema, type ArchivedCall, type CallKey } from '@callscript/contracts';
import type { findManifest } from '@callscript/db';
import type { ObjectStore } from '@callscript/storage';

type Manifest = NonNullable<Awaited<ReturnType<typeof findManifest>>>;

/** A call of a day with a time for every word is some 10 MiB of JSON. */
const maxJsonBytes = 64 * 1024 * 1024;
const maxExportBytes = 16 * 1024 * 1024;

/** The call is archived and its export cannot be had, or is not what the manifest says. */
export class ArchiveUnavailableError extends Error {
  readonly code = 'archive_unavailable';

  constructor(options?: ErrorOptions) {
    super('this call is archived, and its export cannot be read right now', options);
  }
}

/** @throws ArchiveUnavailableError */
export async function readArchivedCall(
  archive: Pick<ObjectStore, 'getBuffer' | 'keyOf'>,
  manifest: Manifest,
): Promise<ArchivedCall> {
  try {
    const exported = await archive.getBuffer(archive.keyOf(manifest.archive_path), { maxBytes: maxExportBytes });
    return await parseExport(exported, manifest);
  } catch (cause) {
    throw new ArchiveUnavailableError({ cause });
  }
}

async function parseExport(exported: Buffer, manifest: CallKey & { archive_sha256: string }): Promise<ArchivedCall> {
  if (createHash('sha256').update(exported).digest('hex') !== manifest.archive_sha256) {
    throw new Error('the export is not the one that was archived');
  }
  const json = await promisify(gunzip)(exported, { maxOutputLength: maxJsonBytes });
  const archived = archivedCallSchema.parse(JSON.parse(json.toString()));
  if (archived.call.bid !== manifest.bid || archived.call.callid !== manifest.callid) {
    throw new Error("the export is another call's");
  }
  return archived;
}
