import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { collect } from './collect.ts';
import { InvalidLocatorError, ObjectNotFoundError } from './errors.ts';
import { assertKey } from './key.ts';
import type { ObjectStore, PutOptions, StoredObject } from './object-store.ts';
import { takeBody } from './take-body.ts';
import { writeHashed } from './write-hashed.ts';

/** Calls are private: nobody outside the service's own group reads them. */
const fileMode = 0o640;
const folderMode = 0o750;

/** A writer that was killed leaves its half file here; nothing writes for a day. */
const leftoverAgeMs = 24 * 60 * 60 * 1000;

export class FolderStore implements ObjectStore {
  readonly #root: string;
  readonly #incoming: string;
  #prepared: Promise<void> | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#incoming = join(root, '.incoming');
  }

  /** Durable once it resolves: the bytes, the name, and the folders above it are synced to disk. */
  put(key: string, body: Readable | Buffer, { signal }: PutOptions = {}): Promise<StoredObject> {
    return takeBody(body, () => this.#write(key, body, signal));
  }

  async get(key: string): Promise<Readable> {
    if (!(await this.head(key))) throw new ObjectNotFoundError(key);
    try {
      const file = await open(this.#path(key), 'r');
      return file.createReadStream();
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFoundError(key, { cause: error }) : error;
    }
  }

  async getBuffer(key: string, { maxBytes }: { maxBytes: number }): Promise<Buffer> {
    return collect(key, await this.get(key), maxBytes);
  }

  async head(key: string): Promise<{ bytes: number } | undefined> {
    try {
      const found = await stat(this.#path(key));
      return found.isFile() ? { bytes: found.size } : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    if (await this.head(key)) await rm(this.#path(key), { force: true });
  }

  url(key: string): string {
    return pathToFileURL(this.#path(key)).href;
  }

  keyOf(locator: string): string {
    const root = `${pathToFileURL(this.#root).href}/`;
    if (!locator.startsWith(root)) throw new InvalidLocatorError(locator, root);
    const key = decodeURIComponent(locator.slice(root.length));
    assertKey(key);
    return key;
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #write(key: string, body: Readable | Buffer, signal: AbortSignal | undefined): Promise<StoredObject> {
    const path = this.#path(key);
    await this.#prepare();
    // The same file system as the target, so that the rename below is one atomic step.
    const temporary = join(this.#incoming, randomUUID());
    try {
      const stored = await writeSynced(temporary, body, signal);
      signal?.throwIfAborted();
      const created = await mkdir(dirname(path), { recursive: true, mode: folderMode });
      await rename(temporary, path);
      await syncFolders(dirname(path), created ? dirname(created) : dirname(path));
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #path(key: string): string {
    assertKey(key);
    return join(this.#root, key);
  }

  async #prepare(): Promise<void> {
    this.#prepared ??= prepareIncoming(this.#incoming);
    try {
      await this.#prepared;
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }
}

async function prepareIncoming(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: folderMode });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > leftoverAgeMs) await rm(path, { force: true });
  }
}

async function writeSynced(path: string, body: Readable | Buffer, signal: AbortSignal | undefined) {
  await using file = await open(path, 'wx', fileMode);
  const stored = await writeHashed(file, body, signal);
  await file.sync();
  return stored;
}

/** From the folder that got a new name up to the one that got a new folder, so that a power cut forgets neither. */
async function syncFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    await using handle = await open(folder, 'r');
    await handle.sync();
    if (folder === upTo || folder === dirname(folder)) return;
  }
}

/** ENOTDIR: a part of the key is a file, so nothing can be below it. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
