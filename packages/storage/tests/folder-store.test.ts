import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createObjectStore, type ObjectStore } from '../src/index.ts';
import { describeContract } from './_contract.ts';

let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  store = createObjectStore(pathToFileURL(join(folder, 'vault')).href);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a store in a folder', () => {
  describeContract(() => store);

  test('puts of one key at once leave one whole object and no temporary file', async () => {
    const bodies = Array.from({ length: 8 }, (_, writer) => Buffer.alloc(300_000, writer));
    await Promise.all(
      bodies.map((body) => {
        const thirds = [body.subarray(0, 100_000), body.subarray(100_000, 200_000), body.subarray(200_000)];
        return store.put('race/one', Readable.from(thirds));
      }),
    );
    const winner = await store.getBuffer('race/one', { maxBytes: 300_000 });
    expect(bodies.some((body) => body.equals(winner))).toBe(true);
    expect(await readdir(join(folder, 'vault', 'race'))).toEqual(['one']);
    expect(await readdir(join(folder, 'vault', '.incoming'))).toEqual([]);
  });

  test('is closed to other users of the machine', async () => {
    await store.put('private/a', Buffer.from('x'));
    expect((await stat(join(folder, 'vault', 'private', 'a'))).mode & 0o007).toBe(0);
    expect((await stat(join(folder, 'vault', 'private'))).mode & 0o007).toBe(0);
  });

  test('a disk error surfaces, and the next put tries again', async () => {
    const path = join(folder, 'blocked');
    await writeFile(path, 'a file where the folder should be');
    const blocked = createObjectStore(pathToFileURL(path).href);
    const body = Readable.from([Buffer.from('x')]);
    await expect(blocked.put('a', body)).rejects.toMatchObject({ code: expect.stringMatching(/ENOTDIR|EEXIST/) });
    expect(body.destroyed).toBe(true);
    await rm(path);
    expect(await blocked.put('a', Buffer.from('x'))).toMatchObject({ bytes: 1 });
  });

  test('clears away what a killed writer left a day ago, and nothing younger', async () => {
    const incoming = join(folder, 'vault', '.incoming');
    await writeFile(join(incoming, 'old'), 'half');
    await writeFile(join(incoming, 'young'), 'half');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(join(incoming, 'old'), twoDaysAgo, twoDaysAgo);
    const restarted = createObjectStore(pathToFileURL(join(folder, 'vault')).href);
    await restarted.put('after/restart', Buffer.from('x'));
    expect(await readdir(incoming)).toEqual(['young']);
  });
});
