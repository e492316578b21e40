import { fileURLToPath } from 'node:url';
import { FolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import { parseS3Location } from './s3-location.ts';
import { S3Store, type S3Options } from './s3-store.ts';

/**
 * `file:///absolute/folder`, or `s3://bucket/prefix?endpoint=…&region=…&forcePathStyle=true&checksums=WHEN_SUPPORTED`.
 * Opens nothing yet; a malformed URL throws with what is wrong with it.
 */
export function createObjectStore(url: string, options: S3Options = {}): ObjectStore {
  if (!URL.canParse(url)) throw new Error('an object store needs a URL, file:///folder or s3://bucket');
  const parsed = new URL(url);
  switch (parsed.protocol) {
    case 'file:':
      return new FolderStore(readFolder(parsed));
    case 's3:':
      return new S3Store(parseS3Location(parsed), options);
    default:
      throw new Error(`an object store is file:// or s3://, not ${parsed.protocol}//`);
  }
}

function readFolder(url: URL): string {
  if (url.host || url.search || url.hash) throw new Error('a file:// URL is file:///absolute/folder and nothing more');
  const folder = fileURLToPath(url).replace(/\/+$/, '');
  if (folder === '') throw new Error('an object store must have a folder of its own, not the root folder');
  return folder;
}
