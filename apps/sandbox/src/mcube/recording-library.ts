import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';

/** A plain name: nothing that could lead out of a folder. */
export const recordingNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/, 'must be 1 to 200 letters, digits, ".", "_" or "-"');

export type Recording = { path: string; size: number; contentType: string };

/** Names must have passed `recordingNameSchema`. */
export type RecordingLibrary = AsyncDisposable & {
  /** An uploaded recording hides a given one of the same name. */
  find(name: string): Promise<Recording | undefined>;
  save(name: string, bytes: Buffer): Promise<void>;
};

const contentTypes: Readonly<Record<string, string>> = { '.wav': 'audio/wav', '.mp3': 'audio/mpeg' };

/** Hosts the given files and uploads. Without an upload folder, uploads live in a temporary one that goes when the library is disposed. */
export async function openRecordingLibrary(
  { uploadFolder }: { uploadFolder: string | null },
  given: readonly string[],
): Promise<RecordingLibrary> {
  const givenPaths = new Map(given.map((path) => [basename(path), path]));
  const uploads = uploadFolder ?? (await mkdtemp(join(tmpdir(), 'sandbox-recordings-')));
  await mkdir(uploads, { recursive: true });

  return {
    async find(name) {
      for (const path of [join(uploads, name), givenPaths.get(name)]) {
        if (path === undefined) continue;
        const file = await stat(path).catch(() => undefined);
        if (file?.isFile()) {
          return { path, size: file.size, contentType: contentTypes[extname(path)] ?? 'application/octet-stream' };
        }
      }
      return undefined;
    },
    async save(name, bytes) {
      const path = join(uploads, name);
      // A download that runs meanwhile must see the old recording or the new one, whole.
      const unfinished = `${path}.${randomUUID()}`;
      await writeFile(unfinished, bytes);
      await rename(unfinished, path);
    },
    async [Symbol.asyncDispose]() {
      if (uploadFolder === null) await rm(uploads, { recursive: true, force: true });
    },
  };
}
