import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../faults/meet-fault.ts';

const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['Bad Request', 'Bad Request: failed to process audio: corrupt or unsupported data'],
  401: ['INVALID_AUTH', 'Invalid credentials.'],
  402: [
    'ASR_PAYMENT_REQUIRED',
    'Project does not have enough credits for an ASR request and does not have an overage agreement.',
  ],
  403: ['INSUFFICIENT_PERMISSIONS', 'Project does not have access to the requested model.'],
  413: ['PAYLOAD_TOO_LARGE', 'Payload Too Large: maximum upload file size is 2147483648 bytes'],
  429: ['TOO_MANY_REQUESTS', 'Too many requests. Please try again later'],
  503: ['SERVICE_UNAVAILABLE', 'Service Unavailable'],
  504: ['GATEWAY_TIMEOUT', 'Request exceeded the processing limit'],
};

type Words = Pick<Refusal, 'status'> & Partial<Pick<Refusal, 'code' | 'message' | 'shape'>>;

/** An error as Deepgram words it, in one of its three shapes. */
export function refuseAsDeepgram(reply: FastifyReply, { status, code, message, shape = 'code' }: Words): FastifyReply {
  const [usualCode, usualMessage] = usual[status] ?? ['INTERNAL_SERVER_ERROR', 'Internal Server Error'];
  const said = { code: code ?? usualCode, message: message ?? usualMessage };
  reply.code(status);
  if (shape === 'text') return reply.type('text/plain').send(said.message);
  const request_id = randomUUID();
  return shape === 'category'
    ? reply.send({ category: said.code, message: said.message, details: said.message, request_id })
    : reply.send({ err_code: said.code, err_msg: said.message, request_id });
}
