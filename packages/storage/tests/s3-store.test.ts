import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createObjectStore, type ObjectStore } from '../src/index.ts';
import { describeContract } from './_contract.ts';

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

let folder: string;
let server: S3rver;
let endpoint: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-s3-'));
  server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory: folder,
    silent: true,
    configureBuckets: [{ name: 'calls' }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
  store = createObjectStore(`s3://calls/vault?endpoint=${endpoint}&forcePathStyle=true`, { credentials });
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a store in S3', () => {
  describeContract(() => store);

  test('keeps the SHA-256, the type and the metadata with the object', async () => {
    const { sha256 } = await store.put('meta/a.wav', Readable.from([Buffer.from('RIFF')]), {
      contentType: 'audio/wav',
      metadata: { callid: 'c-1' },
    });
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    const head = await client.send(new HeadObjectCommand({ Bucket: 'calls', Key: 'vault/meta/a.wav' }));
    client.destroy();
    expect(head).toMatchObject({ ContentType: 'audio/wav', Metadata: { callid: 'c-1', sha256 } });
  });

  test('a missing bucket is an error, not a missing object', async () => {
    await using wrong = createObjectStore(`s3://nowhere?endpoint=${endpoint}&forcePathStyle=true`, { credentials });
    await expect(wrong.put('a', Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(wrong.get('a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('an upload refused half way fails and its parts are cleared away', async () => {
    const requests: string[] = [];
    const full = createServer((request, response) => {
      requests.push(`${request.method} ${request.url?.replace('/calls/large', '').replace('&x-id=', ' ')}`);
      request.resume().once('end', () => {
        if (request.method === 'POST') {
          response.end('<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>');
        } else {
          response.writeHead(request.method === 'DELETE' ? 204 : 403).end();
        }
      });
    }).listen(0, '127.0.0.1');
    await once(full, 'listening');
    const { port } = full.address() as AddressInfo;
    await using store = createObjectStore(`s3://calls?endpoint=http://127.0.0.1:${port}&forcePathStyle=true`, {
      credentials,
    });
    await expect(store.put('large', Buffer.alloc(9 * 1024 * 1024))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    full.close();
    expect(requests[0]).toBe('POST ?uploads=');
    expect(requests.at(-1)).toBe('DELETE ?uploadId=u1 AbortMultipartUpload');
  });
});
