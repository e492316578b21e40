import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ParsedMail } from 'mailparser';
import { z } from 'zod';
import type { Mailbox } from './mailbox.ts';
import { toPartId } from './mailpit.ts';
import { parseMail } from './parse-mail.ts';

const paramsSchema = z.object({ file: z.string().regex(/^[\w-]+\.(?:html|txt)$/) });
const querySchema = z.object({ embed: z.string().optional() });

/**
 * A mail is a stranger's document: it runs no script, sends no form, fetches nothing from elsewhere, and has an origin
 * of its own even when opened by itself.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** Bodies by themselves, as `/view/{ID}.html` and `/view/{ID}.txt`. */
export async function viewRoutes(app: FastifyInstance, { mailbox }: { mailbox: Mailbox }): Promise<void> {
  app.get('/:file', async (request, reply) => {
    const [id = '', format] = parseInput(paramsSchema, request.params, 'path').file.split('.');
    const message = mailbox.find(id);
    if (!message) throw new HttpProblem(404, 'The inbox has no such message.');
    const mail = await parseMail(message.raw);
    if (format === 'txt') return send(reply, 'text/plain', mail.text ?? '');
    if (!mail.html) throw new HttpProblem(404, 'The message has no HTML body.');
    const html = linkInlineParts(mail.html, mail, message.summary.ID);
    return send(
      reply,
      'text/html',
      parseInput(querySchema, request.query, 'query').embed === '1' ? openLinksOutside(html) : html,
    );
  });
}

function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  return reply
    .type(`${type}; charset=utf-8`)
    .header('content-security-policy', mailPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .send(body);
}

function linkInlineParts(html: string, { attachments }: ParsedMail, id: string): string {
  return attachments.reduce(
    (linked, { cid }, index) =>
      cid ? linked.replaceAll(`cid:${cid}`, `/api/v1/message/${id}/part/${toPartId(index)}`) : linked,
    html,
  );
}

/** Within a frame, a link would replace the mail by a page that the frame may not show. */
function openLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
