import { createReadStream } from 'node:fs';
import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sendFaulty } from './faulty-download.ts';
import { recordingFaultSchema, type RecordingFaults } from './recording-faults.ts';
import { recordingNameSchema, type RecordingLibrary } from './recording-library.ts';

const paramsSchema = z.object({ name: recordingNameSchema });
const querySchema = z.object({ fault: recordingFaultSchema.optional() });
const faultBodySchema = z.object({ fault: recordingFaultSchema });

/** Mcube as the host of recordings. */
export async function recordingRoutes(
  app: FastifyInstance,
  options: { recordings: RecordingLibrary; recordingFaults: RecordingFaults; maxUploadBytes: number },
): Promise<void> {
  const { recordings, recordingFaults, maxUploadBytes } = options;

  app.get('/:name', async (request, reply) => {
    const { name } = parseInput(paramsSchema, request.params, 'path');
    const { fault: asked } = parseInput(querySchema, request.query, 'query');
    const fault = recordingFaults.meet({ name, address: request.url, asked });
    const recording = await recordings.find(name);
    if (fault) return sendFaulty(reply, fault, recording);
    if (!recording) throw new HttpProblem(404, `There is no recording ${name}.`);
    return reply
      .type(recording.contentType)
      .header('content-length', recording.size)
      .send(createReadStream(recording.path));
  });

  app.put('/:name/fault', async (request, reply) => {
    const { name } = parseInput(paramsSchema, request.params, 'path');
    recordingFaults.set(name, parseInput(faultBodySchema, request.body, 'body').fault);
    return reply.code(204).send();
  });

  app.delete('/:name/fault', async (request, reply) => {
    recordingFaults.clear(parseInput(paramsSchema, request.params, 'path').name);
    return reply.code(204).send();
  });

  await app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    uploads.put<{ Body: Buffer | undefined }>('/:name', { bodyLimit: maxUploadBytes }, async (request, reply) => {
      const { name } = parseInput(paramsSchema, request.params, 'path');
      await recordings.save(name, request.body ?? Buffer.alloc(0));
      return reply.code(201).send({ name, size: request.body?.length ?? 0 });
    });
  });
}
