import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { receiveAudio } from '../stt/describe-audio.ts';
import { clipParametersSchema } from './parameters.ts';
import { refuseAsSarvam } from './refusal.ts';
import type { SarvamDoor } from './sarvam-door.ts';
import type { SarvamDependencies } from './sarvam.routes.ts';
import { buildTranscript } from './transcript.ts';

const maxClipSeconds = 30;
const maxFormBytes = 64 * 1024 * 1024;

/** Clips of up to 30 s, in one request. */
export function registerClipRoute(app: FastifyInstance, { spokenCalls }: SarvamDependencies, door: SarvamDoor): void {
  // Whole in memory: what is longer than a clip does not belong here.
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: maxFormBytes }, (_, body, done) =>
    done(null, body),
  );

  app.post('/speech-to-text', { bodyLimit: maxFormBytes }, async (request, reply) => {
    const { file, ...fields } = Object.fromEntries(await readForm(request));
    const visit = await door.open(request, reply, 'clip', fields);
    if (visit === undefined) return reply;
    const parameters = clipParametersSchema.safeParse(fields);
    if (!parameters.success) return refuseAsSarvam(reply, { status: 422, message: z.prettifyError(parameters.error) });
    if (!(file instanceof Blob)) return refuseAsSarvam(reply, { status: 400, message: 'file is missing' });
    const audio = await receiveAudio(Readable.from([Buffer.from(await file.arrayBuffer())]));
    if (!audio.isAudio) return refuseAsSarvam(reply, { status: 400, message: 'The file is not audio.' });
    if (audio.durationSeconds > maxClipSeconds) {
      return refuseAsSarvam(reply, { status: 400, message: 'Audio longer than 30 seconds needs the batch API.' });
    }
    const turns = visit.fault?.kind === 'no_speech' ? [] : await spokenCalls.find(audio);
    return buildTranscript(turns, parameters.data);
  });
}

/** Empty when it is none. */
async function readForm({ body, headers }: FastifyRequest): Promise<FormData> {
  const form = new Response(body as Buffer<ArrayBuffer>, {
    headers: { 'content-type': headers['content-type'] ?? '' },
  });
  return await form.formData().catch(() => new FormData());
}
