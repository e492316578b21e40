import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../faults/meet-fault.ts';

const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['invalid_request_error', 'The request is not valid.'],
  403: ['invalid_api_key_error', 'Authentication failed: the API subscription key is missing or invalid.'],
  404: ['not_found_error', 'Not found.'],
  413: ['invalid_request_error', 'The file is too large.'],
  422: ['unprocessable_entity_error', 'The request could not be processed.'],
  429: ['rate_limit_exceeded_error', 'Rate limit exceeded.'],
  503: ['rate_limit_exceeded_error', 'The service is overloaded. Try again later.'],
};

/** An error as Sarvam words it. Credit that is gone is a 429 with the code `insufficient_quota_error`. */
export function refuseAsSarvam(
  reply: FastifyReply,
  { status, code, message }: Pick<Refusal, 'status'> & Partial<Pick<Refusal, 'code' | 'message'>>,
): FastifyReply {
  const [usualCode, usualMessage] = usual[status] ?? ['internal_server_error', 'Internal server error.'];
  const error = { message: message ?? usualMessage, code: code ?? usualCode, request_id: randomUUID() };
  return reply.code(status).send({ error });
}

/** The storage behind presigned addresses is not Sarvam's, and speaks XML. */
export function refuseAsStorage(
  reply: FastifyReply,
  { status, message }: Pick<Refusal, 'status'> & { message?: string | undefined },
) {
  const text = message ?? 'The specified resource does not exist or the signature has expired.';
  const code = status === 403 ? 'AuthenticationFailed' : status === 404 ? 'BlobNotFound' : 'InvalidHeaderValue';
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return reply.code(status).type('application/xml').send(xml);
}
