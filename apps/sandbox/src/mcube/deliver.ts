import { setTimeout as sleep } from 'node:timers/promises';

export type DeliverySettings = {
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  signal: AbortSignal;
};

export type Attempt = { status: number | null; error: string | null; durationMs: number };

/** What came of one webhook. Status and body are the last attempt's; null when no answer came. */
export type DeliveryResult = { status: number | null; body: unknown; attempts: Attempt[] };

const answerBytesMax = 64 * 1024;

/**
 * Posts as Mcube does: a network error, a 429 or a 5xx is tried again after each delay, anything else is final.
 * @throws the abort reason when the sandbox stops.
 */
export async function deliver(
  { retryDelaysMs, timeoutMs, signal }: DeliverySettings,
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
): Promise<DeliveryResult> {
  const attempts: Attempt[] = [];
  for (;;) {
    const answer = await attempt();
    attempts.push({ status: answer.status, error: answer.error, durationMs: answer.durationMs });
    const delayMs = retryDelaysMs[attempts.length - 1];
    if (!isWorthRetrying(answer.status) || delayMs === undefined) {
      return { status: answer.status, body: answer.body, attempts };
    }
    await sleep(delayMs, undefined, { signal });
  }

  async function attempt(): Promise<Attempt & { body: unknown }> {
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Mcube-Webhook/1.0', ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await readBounded(response);
      return { status: response.status, body: parseIfJson(text), error: null, durationMs: elapsedMs() };
    } catch (error) {
      signal.throwIfAborted();
      return { status: null, body: null, error: describeNetworkError(error), durationMs: elapsedMs() };
    }
  }
}

function isWorthRetrying(status: number | null): boolean {
  return status === null || status === 429 || status >= 500;
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > answerBytesMax) break;
  }
  return Buffer.concat(chunks).subarray(0, answerBytesMax).toString();
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `fetch` says only "fetch failed"; the reason is its cause. */
function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
