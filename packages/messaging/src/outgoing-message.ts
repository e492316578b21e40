import type { OutgoingMessage } from './publisher.ts';
import { delayRung, workExchange } from './topology.ts';

export interface PublishRequest {
  /** The queue's name: every queue is bound with its own. */
  routingKey: string;
  /** The contract's name and version. */
  type: string;
  /** The same for each attempt to publish the same thing; a random one if absent. */
  messageId?: string;
  correlationId?: string;
  headers?: Record<string, unknown>;
  /** Sent as JSON, or as it is when a Buffer. */
  body: unknown;
  /** Waits on the shortest delay rung that is long enough, at most 15 minutes. */
  delayMs?: number;
}

export function outgoingMessage(request: PublishRequest, messageId: string): OutgoingMessage {
  const { routingKey, type, correlationId, headers, body, delayMs = 0 } = request;
  const isRaw = Buffer.isBuffer(body);
  return {
    exchange: delayMs > 0 ? delayRung(delayMs).name : workExchange,
    routingKey,
    messageId,
    content: isRaw ? body : Buffer.from(toJson(body)),
    options: {
      persistent: true,
      mandatory: true,
      messageId,
      type,
      contentType: isRaw ? 'application/octet-stream' : 'application/json',
      timestamp: Math.floor(Date.now() / 1000),
      headers: headers ?? {},
      ...(correlationId === undefined ? {} : { correlationId }),
    },
  };
}

function toJson(body: unknown): string {
  const json: string | undefined = JSON.stringify(body);
  if (json === undefined) throw new TypeError('the body of a message must be a JSON value or a Buffer');
  return json;
}
