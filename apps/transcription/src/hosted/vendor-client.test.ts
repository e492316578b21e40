import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serveRecordings } from '../intake/_recording-server.ts';
import { createVendorClient } from './vendor-client.ts';

const signal = new AbortController().signal;

async function ask(answer: RequestListener, { timeoutMs = 5_000, maxAnswerBytes = 1_000 } = {}) {
  await using server = await serveRecordings(answer);
  const baseUrl = new URL(`http://${server.host}/`);
  await using client = createVendorClient({ provider: 'deepgram', baseUrl, apiKey: 'k-123', maxAnswerBytes });
  return await client.send({ method: 'GET', url: new URL('/x', baseUrl), timeoutMs, signal });
}

describe('a vendor client', () => {
  test('hands over any status, with its wait and without the key', async () => {
    const answer = await ask((_, res) => res.writeHead(429, { 'retry-after': '7' }).end('no more for k-123'));
    expect(answer).toEqual({ status: 429, retryAfter: '7', text: 'no more for …' });
  });

  test.each<[string, RequestListener, object, string]>([
    ['no answer in time', () => undefined, { timeoutMs: 100 }, 'timeout'],
    ['half an answer in time', (_, res) => void res.write('{'), { timeoutMs: 100 }, 'timeout'],
    ['a hang-up', (req) => req.destroy(), {}, 'unreachable'],
    ['more than anybody says', (_, res) => res.end('x'.repeat(1_001)), {}, 'malformed_answer'],
  ])('tells %s by its kind', async (_what, answer, options, code) => {
    await expect(ask(answer, options)).rejects.toMatchObject({ name: 'ProviderError', code });
  });

  test('follows no redirect', async () => {
    const answer = await ask((_, res) => res.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    expect(answer.status).toBe(302);
  });

  test('ends with the reason of its caller', async () => {
    const controller = new AbortController();
    const reason = new Error('the lease is lost');
    await using server = await serveRecordings(() => controller.abort(reason));
    const baseUrl = new URL(`http://${server.host}/`);
    await using client = createVendorClient({ provider: 'sarvam', baseUrl, apiKey: 'k' });
    const send = client.send({ method: 'GET', url: baseUrl, timeoutMs: 60_000, signal: controller.signal });
    await expect(send).rejects.toBe(reason);
  });

  const storage = async (address: string) => {
    const baseUrl = new URL('https://api.sarvam.ai');
    await using client = createVendorClient({ provider: 'sarvam', baseUrl, apiKey: 'k' });
    return await client.send({ method: 'GET', url: new URL(address), timeoutMs: 5_000, signal });
  };

  test.each([
    'http://storage.example.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://169.254.169.254/latest',
  ])('refuses the address %s, whoever gave it out', async (address) => {
    const message = 'sarvam gave out an address that is not public https';
    await expect(storage(address)).rejects.toMatchObject({ code: 'malformed_answer', message });
  });

  test('is led into no private network by a name', async () => {
    const cause = { code: 'forbidden_address' };
    await expect(storage('https://localhost/x')).rejects.toMatchObject({ code: 'unreachable', cause });
  });
});
