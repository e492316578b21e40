import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { InvalidKeyError, ObjectNotFoundError, ObjectTooLargeError, type ObjectStore } from '../src/index.ts';

/** A megabyte at a time, made when asked for. */
function streamOf(megabytes: number): Readable {
  const chunk = randomBytes(1024 * 1024);
  return Readable.from(
    (function* () {
      for (let sent = 0; sent < megabytes; sent += 1) yield chunk;
    })(),
  );
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

/** A folder cannot hold an object where it has a folder, or below another object; S3 can. */
const isTaken = (error: Error) => /ENOTDIR|EEXIST|EISDIR/.test(error.message);

/** What every backend promises. Each test uses keys of its own. */
export function describeContract(store: () => ObjectStore): void {
  test('gives back the bytes of a buffer, with their length and SHA-256', async () => {
    const data = randomBytes(100_000);
    const stored = await store().put('6004/2026/03/buffer.wav', data, {
      contentType: 'audio/wav',
      metadata: { callid: 'c-1' },
    });
    expect(stored).toEqual({ bytes: 100_000, sha256: sha256(data) });
    expect(await store().head('6004/2026/03/buffer.wav')).toEqual({ bytes: 100_000 });
    expect(await store().getBuffer('6004/2026/03/buffer.wav', { maxBytes: 100_000 })).toEqual(data);
  });

  test('gives back the bytes of a stream longer than one part', async () => {
    const stored = await store().put('stream/long.bin', streamOf(20));
    expect(stored.bytes).toBe(20 * 1024 * 1024);
    const back = await store().getBuffer('stream/long.bin', { maxBytes: stored.bytes });
    expect(sha256(back)).toBe(stored.sha256);
  });

  test('stores streams of text and of nothing', async () => {
    expect(await store().put('stream/text', Readable.from(['é', 'ß']))).toMatchObject({ bytes: 4 });
    expect(await store().put('stream/empty', Readable.from([]))).toMatchObject({ bytes: 0 });
    expect(await store().put('buffer/empty', Buffer.alloc(0))).toMatchObject({ bytes: 0 });
    expect((await store().getBuffer('stream/text', { maxBytes: 10 })).toString()).toBe('éß');
    expect(await store().head('stream/empty')).toEqual({ bytes: 0 });
    expect(await store().getBuffer('buffer/empty', { maxBytes: 0 })).toEqual(Buffer.alloc(0));
  });

  test('replaces an object', async () => {
    await store().put('replace/me', Buffer.from('the first, which is longer'));
    await store().put('replace/me', Readable.from([Buffer.from('second')]));
    expect((await store().getBuffer('replace/me', { maxBytes: 100 })).toString()).toBe('second');
  });

  test('says what is missing, and deletes it again without complaint', async () => {
    await store().put('folder/inside', Buffer.from('x'));
    for (const key of ['missing', 'folder', 'folder/inside/deeper']) {
      expect(await store().head(key)).toBeUndefined();
      await expect(store().get(key)).rejects.toThrow(ObjectNotFoundError);
      await expect(store().getBuffer(key, { maxBytes: 1 })).rejects.toMatchObject({ code: 'object_not_found', key });
      await store().delete(key);
    }
    expect(await store().head('folder/inside')).toEqual({ bytes: 1 });
    await store().delete('folder/inside');
    await store().delete('folder/inside');
    expect(await store().head('folder/inside')).toBeUndefined();
  });

  test('refuses to read more into memory than it was told', async () => {
    await store().put('large', Buffer.alloc(1001));
    await expect(store().getBuffer('large', { maxBytes: 1000 })).rejects.toThrow(ObjectTooLargeError);
  });

  test('an interrupted stream fails with its own error and leaves what was there before', async () => {
    const interrupted = () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(9 * 1024 * 1024);
          throw new Error('the line dropped');
        })(),
      );
    await expect(store().put('interrupted/new', interrupted())).rejects.toThrow('the line dropped');
    expect(await store().head('interrupted/new')).toBeUndefined();

    await store().put('interrupted/old', Buffer.from('whole'));
    await expect(store().put('interrupted/old', interrupted())).rejects.toThrow('the line dropped');
    expect((await store().getBuffer('interrupted/old', { maxBytes: 100 })).toString()).toBe('whole');
  });

  test('a stream that failed before it was read fails the put, not the process', async () => {
    const body = new PassThrough();
    body.destroy(new Error('gone already'));
    await expect(store().put('early', body)).rejects.toThrow('gone already');
    expect(await store().head('early')).toBeUndefined();
  });

  test('an abort while the stream waits ends the put, frees the stream and stores nothing', async () => {
    const body = new PassThrough();
    const controller = new AbortController();
    const put = store().put('aborted', body, { signal: controller.signal });
    body.write('the beginning');
    await vi.waitFor(() => expect(body.readableLength).toBe(0));
    controller.abort(new Error('stop'));
    await expect(put).rejects.toThrow(/abort/i);
    expect(body.destroyed).toBe(true);
    expect(await store().head('aborted')).toBeUndefined();
  });

  test('a refused key frees the stream that came with it', async () => {
    const body = streamOf(1);
    await expect(store().put('../outside', body)).rejects.toThrow(InvalidKeyError);
    expect(body.destroyed).toBe(true);
  });

  test('a locator leads back to its key, and another store’s does not', async () => {
    for (const key of ['6004/2026/03/c:1.wav', 'with space/100%/#1?.bin', 'ünï/ключ']) {
      expect(store().keyOf(store().url(key))).toBe(key);
    }
    expect(() => store().keyOf('file:///etc/passwd')).toThrow('is not an object of');
    expect(() => store().keyOf(`${store().url('a')}/../../../etc/passwd`)).toThrow(InvalidKeyError);
  });

  test('any key either is refused or comes back under its own name', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('.', '..', '', 'a', '%2e%2e'),
    );
    const keys = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `any/${parts.join('/')}`);
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const body = randomBytes(16);
        const isStored = await store()
          .put(key, body)
          .then(
            () => true,
            (error: Error) => {
              if (error instanceof InvalidKeyError || isTaken(error)) return false;
              throw error;
            },
          );
        if (!isStored) return;
        expect(await store().getBuffer(store().keyOf(store().url(key)), { maxBytes: 16 })).toEqual(body);
        await store().delete(key);
      }),
      { numRuns: 150 },
    );
  });
}
