import type { FastifyInstance } from 'fastify';
import { meetFault } from '../faults/meet-fault.ts';
import { receiveAudio } from '../stt/describe-audio.ts';
import { refuseAsStorage } from './refusal.ts';
import type { SarvamDependencies } from './sarvam.routes.ts';
import { buildTranscript } from './transcript.ts';

/** The storage that presigned addresses lead to. It knows no key; whoever has an address may use it. */
export async function storageRoutes(app: FastifyInstance, deps: SarvamDependencies): Promise<void> {
  const { jobs, faults, spokenCalls, requests } = deps;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.put<{ Params: { token: string } }>('/:token', async (request, reply) => {
    const found = jobs.findFile(request.params.token);
    const fault = faults.take({ vendor: 'sarvam', operation: 'upload', apiKey: found?.job.apiKey });
    if (fault?.kind === 'cut' && (await meetFault(reply, fault, refuseAsStorage))) return reply;
    const audio = await receiveAudio((request.body ?? []) as AsyncIterable<Buffer>);
    requests.add({ vendor: 'sarvam', operation: 'upload', asked: { bytes: audio.bytes } });
    if (await meetFault(reply, fault, refuseAsStorage)) return reply;
    if (found === undefined) return refuseAsStorage(reply, { status: 403 });
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob') {
      return refuseAsStorage(reply, {
        status: 400,
        message: 'An HTTP header that is mandatory is missing: x-ms-blob-type.',
      });
    }
    found.file.audio = audio;
    return reply.code(201).send();
  });

  app.get<{ Params: { token: string } }>('/:token', async (request, reply) => {
    const found = jobs.findFile(request.params.token);
    const fault = faults.take({ vendor: 'sarvam', operation: 'download', apiKey: found?.job.apiKey });
    requests.add({ vendor: 'sarvam', operation: 'download', asked: {} });
    if (await meetFault(reply, fault, refuseAsStorage)) return reply;
    if (found?.file.audio === undefined) return refuseAsStorage(reply, { status: 404 });
    const turns = fault?.kind === 'no_speech' ? [] : await spokenCalls.find(found.file.audio);
    return buildTranscript(turns, found.job.parameters);
  });
}
