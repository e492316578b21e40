import { createObjectStore, type ObjectStore } from '@callscript/storage';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveRecordings, wavFile, type RecordingServer } from './_recording-server.ts';
import { createRecordingFetcher, type RecordingFetcherOptions } from './recording-fetcher.ts';

let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake-'));
  store = createObjectStore(pathToFileURL(folder).href);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = (extension: string) => `6004/2026/03/c1.${extension}`;

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

interface Attempt extends Partial<RecordingFetcherOptions> {
  path?: string;
  signal?: AbortSignal;
}

/** One fetch from a server that answers like this, and whose host is the only exception allowed. */
async function fetchFrom(answer: RequestListener, attempt: Attempt = {}) {
  await using server = await serveRecordings(answer);
  return await fetchFromServer(server, attempt);
}

async function fetchFromServer(server: RecordingServer, { path = '/c1', signal, ...options }: Attempt = {}) {
  await using fetcher = createRecordingFetcher({ allowedHosts: [server.host], ...options });
  return await fetcher.fetch(`http://${server.host}${path}`, {
    signal: signal ?? new AbortController().signal,
    store,
    key,
  });
}

/** Writes for as long as the other side reads. */
function pour(response: ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

describe('a recording that is there', () => {
  test('is stored whole under the extension of its content, whatever its server calls it', async () => {
    const file = wavFile(3_000_000);
    const recording = await fetchFrom(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(file.subarray(0, 3));
        setImmediate(() => response.end(file.subarray(3)));
      },
      { path: '/recording.mp3' },
    );
    expect(recording).toEqual({
      key: '6004/2026/03/c1.wav',
      bytes: 3_000_000,
      sha256: createHash('sha256').update(file).digest('hex'),
      contentType: 'audio/wav',
      format: 'wav',
    });
    expect((await store.getBuffer(recording.key, { maxBytes: 3_000_000 })).equals(file)).toBe(true);
  });

  test('is asked for plainly: no cookies, no credentials, no compression', async () => {
    let headers = {};
    await fetchFrom((request, response) => {
      headers = request.headers;
      response.end(wavFile(100));
    });
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(headers).toMatchObject({ 'accept-encoding': 'identity' });
  });

  test('is found behind three redirects, whose pages nobody reads to the end', async () => {
    let closed = 0;
    await using server = await serveRecordings((request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop === 3) return response.end(wavFile(100));
      response.once('close', () => (closed += 1));
      return response.writeHead(302, { location: `/${hop + 1}` }).write('moved, and more about it soon');
    });
    await using fetcher = createRecordingFetcher({ allowedHosts: [server.host] });
    const signal = new AbortController().signal;
    expect(await fetcher.fetch(`http://${server.host}/0`, { signal, store, key })).toMatchObject({ bytes: 100 });
    await expect.poll(() => closed).toBe(3);
  });

  test('may come slowly, as long as it keeps coming', async () => {
    const chunks = Array.from({ length: 20 }, () => Buffer.alloc(500));
    const recording = await fetchFrom(
      (_, response) => {
        response.write(wavFile(1000, 11_000));
        const steady = setInterval(() => {
          const chunk = chunks.pop();
          if (chunk) return response.write(chunk);
          clearInterval(steady);
          return response.end();
        }, 25);
      },
      { minBytesPerSecond: 100, rateWindowMs: 200 },
    );
    expect(recording.bytes).toBe(11_000);
  });

  test('may have a header whose writer did not know the length', async () => {
    const streamed = wavFile(1000, 0xffff_ffff);
    expect(await fetchFrom((_, response) => response.end(streamed))).toMatchObject({ bytes: 1000 });
  });

  test('may have a header that counts its own eight bytes or a pad byte twice', async () => {
    expect(await fetchFrom((_, response) => response.end(wavFile(1000, 1009)))).toMatchObject({ bytes: 1000 });
  });
});

describe('a recording that is not fit', () => {
  const refused: [string, RequestListener, object][] = [
    ['no recording yet', (_, response) => response.writeHead(404).end(), { code: 'not_found', failure: 'retryable' }],
    ['an empty answer', (_, response) => response.end(), { code: 'empty', failure: 'retryable' }],
    ['a header without sound', (_, response) => response.end(wavFile(44)), { code: 'empty', failure: 'retryable' }],
    [
      'too many requests',
      (_, response) => response.writeHead(429, { 'retry-after': '3' }).end(),
      { code: 'throttled', failure: 'throttled', retryAfterMs: 3000 },
    ],
    [
      'a login page that calls itself audio',
      (_, response) => response.writeHead(200, { 'content-type': 'audio/wav' }).end('<!doctype html><h1>Sign in'),
      { code: 'not_audio', failure: 'permanent', message: expect.stringContaining('a web page, perhaps a login page') },
    ],
    [
      'less than it announced',
      (_, response) => {
        response.writeHead(200, { 'content-length': 5000 });
        response.write(wavFile(2000, 5000), () => response.destroy());
      },
      { code: 'truncated', failure: 'retryable' },
    ],
    [
      'less than its own header promises',
      (_, response) => response.end(wavFile(2000, 5000)),
      { code: 'truncated', failure: 'retryable', message: expect.stringContaining('2000 bytes') },
    ],
    [
      'a chunked answer cut off',
      (_, response) => void response.write(wavFile(2000), () => response.destroy()),
      { code: 'truncated', failure: 'retryable' },
    ],
    [
      'a redirect to nowhere',
      (_, response) => response.writeHead(302).end(),
      { code: 'rejected', failure: 'permanent' },
    ],
    [
      'a redirect in a circle',
      (_, response) => response.writeHead(301, { location: '/again' }).end(),
      { code: 'too_many_redirects', failure: 'permanent' },
    ],
    ['a hang-up', (request) => request.destroy(), { code: 'unreachable', failure: 'retryable' }],
    [
      'something that is not HTTP',
      (request) => request.socket.end('220 mail.example.com ESMTP\r\n'),
      { code: 'unreachable', failure: 'retryable' },
    ],
  ];
  test.each(refused)('%s is refused, and nothing is stored', async (_, answer, error) => {
    await expect(fetchFrom(answer)).rejects.toMatchObject(error);
    expect(await storedFiles()).toEqual([]);
  });

  test('a compressed answer is refused before it is read', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const answer: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'audio/wav' }).end(bomb);
    await expect(fetchFrom(answer)).rejects.toMatchObject({ code: 'encoded', failure: 'permanent' });
    await expect(fetchFrom((_, response) => response.end(bomb))).rejects.toMatchObject({
      code: 'not_audio',
      message: expect.stringContaining('a gzip archive'),
    });
    expect(await storedFiles()).toEqual([]);
  });

  test('an announced 3 GB is refused without reading it', async () => {
    let sent = false;
    const answer: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': 3_000_000_000 }).flushHeaders();
      response.once('close', () => (sent = response.writableFinished));
    };
    await expect(fetchFrom(answer)).rejects.toMatchObject({ code: 'too_large', failure: 'permanent' });
    expect(sent).toBe(false);
  });

  test('an endless stream is cut at the cap, in flat memory, and nothing is stored', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)), 5);
    const answer: RequestListener = (_, response) => {
      response.write(wavFile(100, 3_000_000_000));
      pour(response, Buffer.alloc(65_536));
    };
    await expect(fetchFrom(answer, { maxBytes: 128 * 1024 * 1024 })).rejects.toMatchObject({ code: 'too_large' });
    clearInterval(watch);
    expect(await storedFiles()).toEqual([]);
    // Holding the body would take 128 MiB; a stream leaves some 40 MB for the collector.
    expect(peak).toBeLessThan(96 * 1024 * 1024);
  });

  test('a server that drips is given up on', async () => {
    let drip: NodeJS.Timeout | undefined;
    const answer: RequestListener = (_, response) => {
      response.write(wavFile(100_000, 1_000_000));
      drip = setInterval(() => response.write('.'), 20);
    };
    await expect(fetchFrom(answer, { minBytesPerSecond: 1000, rateWindowMs: 200 })).rejects.toMatchObject({
      code: 'too_slow',
      failure: 'retryable',
    });
    clearInterval(drip);
    expect(await storedFiles()).toEqual([]);
  });

  test('a server that drips its headers is given up on', async () => {
    const answer: RequestListener = (request) => request.socket.write('HTTP/1.1 200 OK\r\nx-a: ');
    await expect(fetchFrom(answer, { headersTimeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(fetchFrom(answer, { totalTimeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test('a fast server that never ends is given up on after the total time', async () => {
    const answer: RequestListener = (_, response) => {
      response.write(wavFile(100, 3_000_000_000));
      pour(response, Buffer.alloc(1000));
    };
    await expect(fetchFrom(answer, { totalTimeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    expect(await storedFiles()).toEqual([]);
  });

  test('a name that does not resolve, and one that takes for ever to, can be tried again', async () => {
    const signal = new AbortController().signal;
    await using nameless = createRecordingFetcher({
      allowedHosts: [],
      resolve: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    });
    await expect(nameless.fetch('https://media.example.com/a', { signal, store, key })).rejects.toMatchObject({
      code: 'unreachable',
      failure: 'retryable',
      message: 'media.example.com cannot be reached (ENOTFOUND)',
    });
    await using silent = createRecordingFetcher({
      allowedHosts: [],
      connectTimeoutMs: 100,
      resolve: () => new Promise(() => {}),
    });
    await expect(silent.fetch('https://media.example.com/a', { signal, store, key })).rejects.toMatchObject({
      code: 'timeout',
      failure: 'retryable',
    });
  });
});

describe('an address that is not allowed', () => {
  test('gets no connection: not directly, not by redirect, not by name', async () => {
    await using inside = await serveRecordings((_, response) => response.end(wavFile(100)));
    const [, port] = inside.host.split(':');
    const forbidden = { code: 'forbidden_address', failure: 'permanent' };
    const signal = new AbortController().signal;

    await using strict = createRecordingFetcher({
      allowedHosts: ['127.0.0.1:1', `localhost:${port}`],
      resolve: async () => [
        { address: '8.8.8.8', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    });
    for (const url of [
      `http://${inside.host}/`,
      `https://${inside.host}/`,
      `http://0x7f.1:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      'https://media.example.com/',
      'https://localhost/',
    ]) {
      await expect(strict.fetch(url, { signal, store, key })).rejects.toMatchObject(forbidden);
    }

    for (const location of [`http://${inside.host}/`, `//2130706433:${port}/`, `https://[::1]/`]) {
      const redirect: RequestListener = (_, response) => response.writeHead(302, { location }).end();
      await expect(fetchFrom(redirect)).rejects.toMatchObject(forbidden);
    }
    const leave: RequestListener = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    await expect(fetchFrom(leave)).rejects.toMatchObject({ code: 'forbidden_url', failure: 'permanent' });

    // A connection made now arrives after any made before: it alone has been counted.
    expect(await fetchFromServer(inside)).toMatchObject({ bytes: 100 });
    expect(inside.connections()).toBe(1);
  });
});

describe('what is not the recording’s fault', () => {
  test('an abort ends the fetch with the caller’s reason and stores nothing', async () => {
    const controller = new AbortController();
    const stop = new Error('shutting down');
    const answer: RequestListener = (_, response) => {
      response.write(wavFile(1000, 1_000_000));
      setTimeout(() => controller.abort(stop), 50);
    };
    await expect(fetchFrom(answer, { signal: controller.signal })).rejects.toThrow(/shutting down|aborted/);
    await expect(fetchFrom(answer, { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(await storedFiles()).toEqual([]);
  });

  test('an abort reaches a store that is still busy when the recording has arrived', async () => {
    const controller = new AbortController();
    const busyStore: Pick<ObjectStore, 'put'> = {
      async put(_, body, options) {
        await buffer(Readable.from(body));
        controller.abort(new Error('shutting down'));
        options?.signal?.throwIfAborted();
        throw new Error('the store was not told');
      },
    };
    await using server = await serveRecordings((_, response) => response.end(wavFile(100)));
    await using fetcher = createRecordingFetcher({ allowedHosts: [server.host] });
    const { signal } = controller;
    await expect(fetcher.fetch(`http://${server.host}/`, { signal, store: busyStore, key })).rejects.toThrow(
      'shutting down',
    );
  });

  test('an error of the store surfaces as it is, and the server’s connection is closed', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    let closed = false;
    await using server = await serveRecordings((_, response) => {
      response.once('close', () => (closed = true));
      response.write(wavFile(100, 3_000_000_000));
      pour(response, Buffer.alloc(65_536));
    });
    await using fetcher = createRecordingFetcher({ allowedHosts: [server.host] });
    const put = () => Promise.reject(full);
    const signal = new AbortController().signal;
    await expect(fetcher.fetch(`http://${server.host}/`, { signal, store: { put }, key })).rejects.toBe(full);
    await expect.poll(() => closed).toBe(true);
  });
});
