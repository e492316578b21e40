import type { FastifyInstance, FastifyRequest } from 'fastify';
import { loseAnswers, meetFault } from '../faults/meet-fault.ts';
import type { VendorFaults } from '../faults/vendor-faults.ts';
import { receiveAudio } from '../stt/describe-audio.ts';
import type { RequestLog } from '../stt/request-log.ts';
import type { SpokenCalls } from '../stt/spoken-calls.ts';
import { buildListenAnswer } from './listen-answer.ts';
import { listenQuerySchema } from './listen-query.ts';
import { refuseAsDeepgram } from './refusal.ts';

export type DeepgramDependencies = { faults: VendorFaults; spokenCalls: SpokenCalls; requests: RequestLog };

const maxBytes = 2 * 1024 ** 3;

/** Deepgram's pre-recorded recognition. Any key will do but one that begins with `invalid`. */
export async function deepgramRoutes(app: FastifyInstance, deps: DeepgramDependencies): Promise<void> {
  const { faults, spokenCalls, requests } = deps;
  loseAnswers(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error: { statusCode?: number; status?: number; message: string }, _request, reply) =>
    refuseAsDeepgram(reply, { status: error.status ?? error.statusCode ?? 500, message: error.message }),
  );

  app.post('/v1/listen', async (request, reply) => {
    const apiKey = readKey(request);
    const fault = faults.take({ vendor: 'deepgram', operation: 'listen', apiKey });
    // In the middle of the upload.
    if (fault?.kind === 'cut' && (await meetFault(reply, fault, refuseAsDeepgram))) return reply;
    if (Number(request.headers['content-length']) > maxBytes) return refuseAsDeepgram(reply, { status: 413 });
    const audio = await receiveAudio((request.body ?? []) as AsyncIterable<Buffer>);
    const parsed = listenQuerySchema.safeParse(request.query);
    requests.add({
      vendor: 'deepgram',
      operation: 'listen',
      asked: { ...(request.query as object), bytes: audio.bytes },
    });
    if (await meetFault(reply, fault, refuseAsDeepgram)) return reply;
    if (apiKey === undefined) return refuseAsDeepgram(reply, { status: 401 });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
      return refuseAsDeepgram(reply, { status: 400, code: 'INVALID_QUERY_PARAMETER', message });
    }
    if (request.headers['content-type']?.startsWith('application/json') === true) {
      const message = 'the sandbox fetches nothing: send the bytes';
      return refuseAsDeepgram(reply, { status: 400, code: 'REMOTE_CONTENT_ERROR', message });
    }
    if (!audio.isAudio) return refuseAsDeepgram(reply, { status: 400 });
    const turns = fault?.kind === 'no_speech' ? [] : await spokenCalls.find(audio);
    return buildListenAnswer(audio, turns, parsed.data);
  });

  app.get('/requests', () => ({ requests: requests.list('deepgram') }));
  app.delete('/requests', async (_request, reply) => {
    requests.clear('deepgram');
    return reply.code(204).send();
  });
}

function readKey(request: FastifyRequest): string | undefined {
  const key = /^Token (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return key?.startsWith('invalid') === true ? undefined : key;
}
