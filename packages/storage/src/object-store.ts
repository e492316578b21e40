import type { Readable } from 'node:stream';

export interface PutOptions {
  contentType?: string;
  /** Kept beside the object by S3 (ASCII names and values); a folder keeps bytes only. */
  metadata?: Record<string, string>;
  signal?: AbortSignal;
}

export interface StoredObject {
  bytes: number;
  /** Lower-case hex of the whole object. */
  sha256: string;
}

/** Every method refuses a key that `assertKey` refuses, before it touches anything. */
export interface ObjectStore extends AsyncDisposable {
  /**
   * Replaces the object in one step: readers see the old one or the whole new one. When the body fails or the signal
   * aborts, what was stored before stays as it was. Memory is bounded whatever the body's length.
   */
  put(key: string, body: Readable | Buffer, options?: PutOptions): Promise<StoredObject>;
  /** @throws ObjectNotFoundError */
  get(key: string): Promise<Readable>;
  /** @throws ObjectNotFoundError, ObjectTooLargeError */
  getBuffer(key: string, options: { maxBytes: number }): Promise<Buffer>;
  head(key: string): Promise<{ bytes: number } | undefined>;
  /** Succeeds when there is nothing to delete. */
  delete(key: string): Promise<void>;
  /** The locator for the database, `file:///…` or `s3://bucket/…`: it holds no secret. */
  url(key: string): string;
  /** The inverse of `url`. @throws InvalidLocatorError when the locator is another store's. */
  keyOf(locator: string): string;
}
