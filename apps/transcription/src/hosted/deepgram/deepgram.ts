import { bulkhead } from 'cockatiel';
import { parseAnswer } from '../parse-answer.ts';
import { ProviderError } from '../provider-error.ts';
import type { HostedProvider, HostedRequest, HostedResult } from '../provider.ts';
import type { Vendor } from '../vendor.ts';
import { deepgramAnswerSchema, readDeepgramAnswer, type DeepgramAnswer } from './deepgram-answer.ts';
import { buildDeepgramQuery, isByChannel, type DeepgramChoices } from './deepgram-query.ts';
import { readDeepgramRefusal } from './deepgram-refusal.ts';

export interface DeepgramOptions extends DeepgramChoices {
  readonly vendor: Vendor;
  readonly apiKey: string;
  /** Requests at once: what Deepgram allows a project, shared out among its processes. */
  readonly concurrency: number;
  /** Upload and recognition together; Deepgram itself gives up after ten minutes. */
  readonly timeoutMs: number;
  /** Of one channel. */
  readonly usdPerMinute: number;
}

const maxBytes = 2 * 1024 ** 3;

/** Deepgram's pre-recorded recognition: one request, which brings the recording and waits for its words. */
export function createDeepgram(options: DeepgramOptions): HostedProvider {
  const { vendor, apiKey, model, concurrency, timeoutMs, usdPerMinute } = options;
  const slots = bulkhead(concurrency, Infinity);

  async function listen(request: HostedRequest, signal: AbortSignal): Promise<DeepgramAnswer> {
    const { recording } = request;
    return await vendor.ask('listen', {
      method: 'POST',
      path: `/v1/listen?${buildDeepgramQuery(request, options).toString()}`,
      headers: {
        authorization: `Token ${apiKey}`,
        'content-type': recording.contentType,
        'content-length': String(recording.bytes),
      },
      body: () => recording.open(),
      timeoutMs,
      signal,
      read: ({ text }) => parseAnswer('deepgram', 'answer', deepgramAnswerSchema, text),
      refuse: readDeepgramRefusal,
    });
  }

  return {
    name: 'deepgram',
    async recognize(request, signal): Promise<HostedResult> {
      const { recording, language } = request;
      if (recording.bytes > maxBytes) {
        throw new ProviderError('deepgram', 'too_large', `deepgram takes no more than ${maxBytes} bytes`);
      }
      const answer = await slots.execute(() => listen(request, signal), signal);
      const call = readDeepgramAnswer(answer);
      const { request_id, channels } = answer.metadata;
      const billedChannels = isByChannel(recording) ? channels : 1;
      return {
        call: { ...call, language: call.language ?? language },
        model,
        costUsd: (call.durationSeconds / 60) * billedChannels * usdPerMinute,
        meta: { request_id, channels },
      };
    },
  };
}
