import type { ObjectStore, StoredObject } from '@callscript/storage';
import { Readable } from 'node:stream';
import { Agent, errors, request, type Dispatcher } from 'undici';
import { findStatusError } from './answer-status.ts';
import type { AudioFormat } from './audio-format.ts';
import { createGuardedLookup, resolveByDns, type Resolve } from './guarded-lookup.ts';
import { openRecording, tooLarge } from './open-recording.ts';
import { RecordingError } from './recording-error.ts';
import { checkTarget, parseAllowedHosts, type RecordingTarget } from './recording-target.ts';
import { watchTransfer } from './transfer-watch.ts';

export interface RecordingFetcherOptions {
  /** `host:port` pairs where http and private addresses are allowed. */
  allowedHosts: readonly string[];
  maxBytes?: number;
  maxRedirects?: number;
  connectTimeoutMs?: number;
  headersTimeoutMs?: number;
  totalTimeoutMs?: number;
  minBytesPerSecond?: number;
  rateWindowMs?: number;
  resolve?: Resolve;
}

export interface FetchOptions {
  signal: AbortSignal;
  store: Pick<ObjectStore, 'put'>;
  /** The object's key, given the extension that its content, not its URL, calls for. */
  key: (extension: string) => string;
}

export interface FetchedRecording extends StoredObject {
  key: string;
  contentType: string;
  format: AudioFormat['name'];
}

export interface RecordingFetcher extends AsyncDisposable {
  /**
   * Streams a recording into the store. When it fails, nothing was stored.
   * @throws RecordingError for whatever the URL or its server did; errors of the store and the signal's reason as they are
   */
  fetch(url: string, options: FetchOptions): Promise<FetchedRecording>;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

export function createRecordingFetcher({
  allowedHosts,
  maxBytes = 512 * 1024 * 1024,
  maxRedirects = 3,
  connectTimeoutMs = 5_000,
  headersTimeoutMs = 10_000,
  totalTimeoutMs = 120_000,
  minBytesPerSecond = 4_096,
  rateWindowMs = 10_000,
  resolve = resolveByDns,
}: RecordingFetcherOptions): RecordingFetcher {
  const exceptions = parseAllowedHosts(allowedHosts);
  // The watch times the body. HTTP/1.1 only: one connection a recording, nothing to share or to multiplex.
  const common = { headersTimeout: headersTimeoutMs, bodyTimeout: 0, allowH2: false };
  const connect = { timeout: connectTimeoutMs };
  const openAgent = new Agent({ ...common, connect });
  const guardedAgent = new Agent({ ...common, connect: { ...connect, lookup: createGuardedLookup(resolve) } });

  async function send({ url, isAllowedHost }: RecordingTarget, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    try {
      return await request(url, {
        dispatcher: isAllowedHost ? openAgent : guardedAgent,
        headers: { accept: 'audio/*, */*;q=0.1', 'accept-encoding': 'identity', 'user-agent': 'CallScript' },
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw toConnectionError(url.host, error);
    }
  }

  async function follow(text: string, signal: AbortSignal) {
    let target = checkTarget(text, undefined, exceptions);
    for (let redirects = 0; ; redirects += 1) {
      const answer = await send(target, signal);
      if (!redirectStatuses.has(answer.statusCode)) return { host: target.url.host, answer };
      discard(answer);
      if (redirects === maxRedirects) {
        throw new RecordingError('too_many_redirects', `the recording was redirected more than ${maxRedirects} times`);
      }
      const location = answer.headers.location;
      if (typeof location !== 'string') {
        throw new RecordingError('rejected', `${target.url.host} redirected to nowhere`);
      }
      target = checkTarget(location, target.url, exceptions);
    }
  }

  return {
    async fetch(url, { signal, store, key }) {
      using watch = watchTransfer({ totalTimeoutMs, minBytesPerSecond, rateWindowMs }, signal);
      const { host, answer } = await follow(url, watch.signal);
      try {
        checkAnswer(host, answer, maxBytes);
        const { format, chunks } = await openRecording({ host, body: answer.body, maxBytes, watch });
        const objectKey = key(format.extension);
        const { contentType } = format;
        const stored = await store.put(objectKey, Readable.from(chunks), { contentType, signal });
        return { ...stored, key: objectKey, contentType, format: format.name };
      } finally {
        discard(answer);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([openAgent.destroy(), guardedAgent.destroy()]);
    },
  };
}

/** Refuses by status and headers what need not be read to be refused. */
function checkAnswer(host: string, { statusCode, headers }: Dispatcher.ResponseData, maxBytes: number): void {
  const statusError = findStatusError(host, statusCode, headers['retry-after']?.toString());
  if (statusError) throw statusError;
  const encoding = headers['content-encoding']?.toString().trim().toLowerCase();
  if (encoding && encoding !== 'identity') {
    throw new RecordingError('encoded', `${host} sent the recording compressed, although it was asked not to`);
  }
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(host, maxBytes);
}

/** Closes the connection of a body that nobody reads on; what it still had to say does not matter. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => {});
  body.destroy();
}

function toConnectionError(host: string, error: unknown): RecordingError {
  if (error instanceof RecordingError) return error;
  if (error instanceof errors.ConnectTimeoutError || error instanceof errors.HeadersTimeoutError) {
    return new RecordingError('timeout', `${host} did not answer in time`, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new RecordingError('unreachable', `${host} cannot be reached${code}`, { cause: error });
}
