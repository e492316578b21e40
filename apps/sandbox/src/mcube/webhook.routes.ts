import { randomUUID } from 'node:crypto';
import { parseInput } from '@callscript/http';
import { signatureHeader } from '@callscript/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { deliver, type DeliveryResult, type DeliverySettings } from './deliver.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { signatureKinds, signBodyAs, type SignatureKind } from './sign.ts';

const timesMax = 200;

const sendFields = {
  gatewayUrl: z.url({ protocol: /^https?$/ }),
  /** How many copies to post, all at once. */
  times: z.number().int().min(1).max(timesMax).default(1),
  signature: z.enum(signatureKinds).default('valid'),
};

// The payloads are deliberately loose: the sandbox must be able to send what a gateway has to refuse.
const sendCallSchema = z.object({
  ...sendFields,
  secret: z.string().min(1),
  call: z.record(z.string(), z.unknown()),
});

const billingPaths = {
  'pcaa.activated': '/webhook/bid-activated',
  'pcaa.deactivated': '/webhook/bid-deactivated',
} as const;

const sendBillingSchema = z.object({
  ...sendFields,
  platformSecret: z.string().min(1),
  event: z.looseObject({ event: z.enum(['pcaa.activated', 'pcaa.deactivated']) }),
});

type Webhook = {
  gatewayUrl: string;
  path: string;
  secret: string;
  payload: Record<string, unknown>;
  times: number;
  signature: SignatureKind;
};

/** Mcube as a sender of webhooks. */
export async function webhookRoutes(
  app: FastifyInstance,
  { deliveries, delivery: settings }: { deliveries: DeliveryLog; delivery: DeliverySettings },
): Promise<void> {
  app.post('/calls', async (request) => {
    const { call, ...webhook } = parseInput(sendCallSchema, request.body, 'body');
    const payload = { event: 'call.completed', ...call };
    return { deliveries: await post({ ...webhook, payload, path: '/webhook/call-completed' }) };
  });

  app.post('/billing', async (request) => {
    const { platformSecret, event, ...webhook } = parseInput(sendBillingSchema, request.body, 'body');
    const path = billingPaths[event.event];
    return { deliveries: await post({ ...webhook, payload: event, path, secret: platformSecret }) };
  });

  app.get('/deliveries', () => ({ deliveries: deliveries.list() }));

  function post(webhook: Webhook) {
    return Promise.all(Array.from({ length: webhook.times }, () => postOnce(webhook)));
  }

  async function postOnce({ gatewayUrl, path, secret, payload, signature }: Webhook): Promise<DeliveryResult> {
    const url = `${gatewayUrl.replace(/\/+$/, '')}${path}`;
    const body = JSON.stringify(payload);
    const signed = signBodyAs(signature, secret, body);
    const at = new Date();
    const result = await deliver(settings, { url, body, headers: signed ? { [signatureHeader]: signed } : {} });
    deliveries.add({
      id: randomUUID(),
      at: at.toISOString(),
      event: toText(payload['event']),
      bid: toText(payload['bid']),
      callid: toText(payload['callid']),
      url,
      signature,
      attempts: result.attempts.length,
      status: result.status,
      error: result.attempts.at(-1)?.error ?? null,
      durationMs: Date.now() - at.getTime(),
    });
    return result;
  }
}

/** What a deliberately wrong payload holds may be anything. */
function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
