import { fileURLToPath } from 'node:url';
import { parseS3Location, type S3Location } from './s3-location.ts';

/** What a store's URL says. */
export type StoreLocation = { kind: 'folder'; folder: string } | { kind: 's3'; s3: S3Location };

/** Throws with what is wrong with a malformed URL, but not its values: one may be a secret by mistake. */
export function parseStoreUrl(url: string): StoreLocation {
  if (!URL.canParse(url)) throw new Error('an object store needs a URL, file:///folder or s3://bucket');
  const parsed = new URL(url);
  switch (parsed.protocol) {
    case 'file:':
      return { kind: 'folder', folder: readFolder(parsed) };
    case 's3:':
      return { kind: 's3', s3: parseS3Location(parsed) };
    default:
      throw new Error(`an object store is file:// or s3://, not ${parsed.protocol}//`);
  }
}

/** Tells a check of settings, as zod's `superRefine`, what is wrong with a store's URL, so that a process does not start. */
export function checkStoreUrl(url: string, context: { addIssue(message: string): void }): void {
  try {
    parseStoreUrl(url);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
  }
}

function readFolder(url: URL): string {
  if (url.host || url.search || url.hash) throw new Error('a file:// URL is file:///absolute/folder and nothing more');
  const folder = fileURLToPath(url).replace(/\/+$/, '');
  if (folder === '') throw new Error('an object store must have a folder of its own, not the root folder');
  return folder;
}
