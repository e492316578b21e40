import { FolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import { S3Store, type S3Options } from './s3-store.ts';
import { parseStoreUrl } from './store-url.ts';

/**
 * `file:///absolute/folder`, or `s3://bucket/prefix?endpoint=…&region=…&forcePathStyle=true&checksums=WHEN_SUPPORTED`.
 * Opens nothing yet; a malformed URL throws with what is wrong with it.
 */
export function createObjectStore(url: string, options: S3Options = {}): ObjectStore {
  const location = parseStoreUrl(url);
  return location.kind === 'folder' ? new FolderStore(location.folder) : new S3Store(location.s3, options);
}
