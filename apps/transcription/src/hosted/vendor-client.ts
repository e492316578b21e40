import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, errors, request, type Dispatcher, type FormData } from 'undici';
import { createGuardedLookup, resolveByDns } from '../intake/guarded-lookup.ts';
import { isPublicAddress } from '../intake/public-address.ts';
import { ProviderError } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the base URL, or an address of its own that the vendor has given out. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made when it is about to be sent. */
  readonly body?: () => string | Readable | FormData;
  /** From the first byte of the request to the last one of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface VendorAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Without the vendor's key, should it have been quoted. */
  readonly text: string;
}

export interface VendorClient extends AsyncDisposable {
  /** An answer of any status. @throws ProviderError unreachable, timeout, malformed_answer; the signal's reason */
  send(vendorRequest: VendorRequest): Promise<VendorAnswer>;
}

export interface VendorClientOptions {
  readonly provider: HostedProviderName;
  /** Where the operator says the vendor is: any network will do. */
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly maxAnswerBytes?: number;
}

const connectTimeoutMs = 10_000;
/** Four hours of talk on two channels, each word with its times and given twice, take some 15 MB. */
const defaultMaxAnswerBytes = 64 * 1024 * 1024;

/** HTTP with a vendor: no redirects, bounded in time and size, and no error that tells a key or a presigned address. */
export function createVendorClient(options: VendorClientOptions): VendorClient {
  const { provider, baseUrl, apiKey, maxAnswerBytes = defaultMaxAnswerBytes } = options;
  // `timeoutMs` bounds what these would.
  const common = { headersTimeout: 0, bodyTimeout: 0, allowH2: false };
  const connect = { timeout: connectTimeoutMs };
  const ownAgent = new Agent({ ...common, connect });
  const guardedAgent = new Agent({ ...common, connect: { ...connect, lookup: createGuardedLookup(resolveByDns) } });

  /** Addresses that the vendor gives out lead into the public internet, unless it is a sandbox that speaks plain http. */
  function chooseAgent(url: URL): Agent {
    if (url.origin === baseUrl.origin || baseUrl.protocol === 'http:') return ownAgent;
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol === 'https:' && (isIP(literal) === 0 || isPublicAddress(literal))) return guardedAgent;
    throw new ProviderError(provider, 'malformed_answer', `${provider} gave out an address that is not public https`);
  }

  function describeFailure(error: unknown, { url, timeoutMs }: VendorRequest, isOverdue: boolean): unknown {
    if (error instanceof ProviderError) return error;
    if (isOverdue || error instanceof errors.ConnectTimeoutError) {
      const message = `${url.host} did not answer within ${Math.ceil(timeoutMs / 1000)} s`;
      return new ProviderError(provider, 'timeout', message, { cause: error });
    }
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return new ProviderError(provider, 'unreachable', `the connection to ${url.host} failed${code}`, { cause: error });
  }

  async function readText({ body }: Dispatcher.ResponseData, host: string): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > maxAnswerBytes) {
        throw new ProviderError(
          provider,
          'malformed_answer',
          `${host} answered with more than ${maxAnswerBytes} bytes`,
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8').replaceAll(apiKey, '…');
  }

  return {
    async send(vendorRequest) {
      const { method, url, headers, body, timeoutMs, signal } = vendorRequest;
      signal.throwIfAborted();
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          method,
          dispatcher: chooseAgent(url),
          headers: { accept: 'application/json', 'user-agent': 'CallScript', ...headers },
          body: body?.() ?? null,
          signal: AbortSignal.any([signal, deadline]),
        });
        const retryAfter = answer.headers['retry-after']?.toString();
        return { status: answer.statusCode, retryAfter, text: await readText(answer, url.host) };
      } catch (error) {
        signal.throwIfAborted();
        throw describeFailure(error, vendorRequest, deadline.aborted);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([ownAgent.destroy(), guardedAgent.destroy()]);
    },
  };
}
