import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Mailbox } from './mailbox.ts';
import { toHeaders, toMessage, toMessagesSummary, toPartId } from './mailpit.ts';
import type { StoredMessage } from './message.ts';
import { parseMail } from './parse-mail.ts';
import { buildSearch } from './search.ts';

const pageSchema = z.object({
  start: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(0).max(1000).default(50),
});
const searchSchema = pageSchema.extend({ query: z.string().trim().min(1).max(1000) });
const deleteSchema = z.object({ IDs: z.array(z.string()).default([]) });
const messageSchema = z.object({ id: z.string() });
const partSchema = messageSchema.extend({ part: z.string() });

/** The mail of the inbox as Mailpit's JSON API tells it, so that either can stand in the other's place. */
export async function mailpitRoutes(app: FastifyInstance, { mailbox }: { mailbox: Mailbox }): Promise<void> {
  app.get('/messages', (request) => {
    const all = mailbox.list();
    return toMessagesSummary(all, all, parseInput(pageSchema, request.query, 'query'));
  });

  app.get('/search', (request) => {
    const { query, ...page } = parseInput(searchSchema, request.query, 'query');
    const all = mailbox.list();
    return toMessagesSummary(all, all.filter(buildSearch(query)), page);
  });

  app.get('/message/:id', async (request) => {
    const message = find(request.params);
    await mailbox.markRead(message);
    return toMessage(message, await parseMail(message.raw));
  });

  app.get('/message/:id/headers', async (request) => toHeaders(await parseMail(find(request.params).raw)));

  app.get('/message/:id/raw', (request, reply) =>
    reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(find(request.params).raw),
  );

  app.get('/message/:id/part/:part', async (request, reply) => {
    const { part } = parseInput(partSchema, request.params, 'path');
    const { attachments } = await parseMail(find(request.params).raw);
    const attachment = attachments.find((_, index) => toPartId(index) === part);
    if (!attachment) throw new HttpProblem(404, 'The message has no such part.');
    // Only pictures that cannot carry scripts are shown; everything else is a download without a type.
    const isPicture = /^image\/(?:png|jpe?g|gif|webp|bmp)$/i.test(attachment.contentType);
    return reply
      .type(isPicture ? attachment.contentType : 'application/octet-stream')
      .header('content-disposition', toDisposition(isPicture ? 'inline' : 'attachment', attachment.filename))
      .header('x-content-type-options', 'nosniff')
      .send(attachment.content);
  });

  await app.register(async (deletion) => {
    // Mailpit takes a missing or unreadable body as "all of them".
    deletion.removeAllContentTypeParsers();
    deletion.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    deletion.delete('/messages', async (request, reply) => {
      const ids = readIds(request.body);
      await (ids.length > 0 ? mailbox.remove(ids) : mailbox.clear());
      return reply.type('text/plain').send('ok');
    });
  });

  function find(params: unknown): StoredMessage {
    const message = mailbox.find(parseInput(messageSchema, params, 'path').id);
    if (!message) throw new HttpProblem(404, 'The inbox has no such message.');
    return message;
  }
}

function readIds(body: unknown): string[] {
  if (typeof body !== 'string' || body.trim() === '') return [];
  try {
    return deleteSchema.parse(JSON.parse(body)).IDs;
  } catch {
    throw new HttpProblem(400, 'The body must be {"IDs": [...]}, or empty to delete every message.');
  }
}

function toDisposition(kind: 'inline' | 'attachment', fileName = 'attachment'): string {
  return `${kind}; filename*=UTF-8''${encodeURIComponent(fileName.toWellFormed())}`;
}
