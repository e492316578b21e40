import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { collect } from './collect.ts';
import { InvalidLocatorError, ObjectNotFoundError } from './errors.ts';
import { assertKey } from './key.ts';
import type { ObjectStore, PutOptions, StoredObject } from './object-store.ts';
import type { S3Location } from './s3-location.ts';
import { spool } from './spool.ts';
import { takeBody } from './take-body.ts';

export interface S3Options {
  /** Absent: the AWS chain (environment, profile, instance role). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Where streams wait while they are measured; the system's temporary folder unless told. Needs room for the largest object. */
  spoolFolder?: string;
}

/** An object up to this size is one request, a larger one a multipart upload of parts this large. */
const partBytes = 8 * 1024 * 1024;
const partsAtOnce = 2;

export class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #spoolFolder: string;

  constructor(location: S3Location, { credentials, spoolFolder = tmpdir() }: S3Options) {
    this.#location = location;
    this.#spoolFolder = spoolFolder;
    this.#client = new S3Client({
      region: location.region,
      forcePathStyle: location.forcePathStyle,
      // Compatible servers may store the default's trailing checksums as part of the object.
      requestChecksumCalculation: location.checksums,
      responseChecksumValidation: location.checksums,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
      ...(location.endpoint && { endpoint: location.endpoint }),
      ...(credentials && { credentials }),
    });
  }

  put(key: string, body: Readable | Buffer, options: PutOptions = {}): Promise<StoredObject> {
    return takeBody(body, () => this.#upload(key, body, options));
  }

  async get(key: string): Promise<Readable> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#target(key)));
      if (!(Body instanceof Readable)) throw new TypeError('S3 answered without a body');
      return Body;
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFoundError(key, { cause: error }) : error;
    }
  }

  async getBuffer(key: string, { maxBytes }: { maxBytes: number }): Promise<Buffer> {
    return collect(key, await this.get(key), maxBytes);
  }

  async head(key: string): Promise<{ bytes: number } | undefined> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#target(key)));
      return { bytes: ContentLength ?? 0 };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#target(key)));
  }

  url(key: string): string {
    const { Bucket, Key } = this.#target(key);
    return `s3://${Bucket}/${Key}`;
  }

  keyOf(locator: string): string {
    const root = `s3://${this.#location.bucket}/${this.#location.prefix}`;
    if (!locator.startsWith(root)) throw new InvalidLocatorError(locator, root);
    const key = locator.slice(root.length);
    assertKey(key);
    return key;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
  }

  async #upload(key: string, body: Readable | Buffer, options: PutOptions): Promise<StoredObject> {
    const target = this.#target(key);
    const { signal } = options;
    await using spooled = await spool(body, this.#spoolFolder, signal);
    const { bytes, sha256 } = spooled;
    signal?.throwIfAborted();
    const upload = new Upload({
      client: this.#client,
      partSize: partBytes,
      queueSize: partsAtOnce,
      params: {
        ...target,
        Body: spooled.open(),
        ContentLength: bytes,
        Metadata: { ...options.metadata, sha256 },
        ...(options.contentType && { ContentType: options.contentType }),
      },
    });
    const abort = () => void upload.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    return { bytes, sha256 };
  }

  #target(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.#location.bucket, Key: this.#location.prefix + key };
  }
}

/** GET says NoSuchKey, HEAD has no body to say it in. A missing bucket says NoSuchBucket: a mistake in the settings. */
function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}
