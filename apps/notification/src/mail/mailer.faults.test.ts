import { describe, expect, test } from 'vitest';
import { MailError } from './mail-error.ts';
import { createMailer, type OutgoingMail } from './mailer.ts';
import { startFaultySmtp, steps, type Step } from './testing/faulty-smtp.ts';

const mail: OutgoingMail = {
  to: 'richa.verma@example.com',
  subject: 'Call quality report',
  html: '<p>87 of 100</p>',
  text: '87 of 100\n',
  messageId: '<6004.call-1@callscript.example.com>',
};
/** More than the sockets of both sides buffer, so that a server can stop half-way through it. */
const longMail = { ...mail, text: `${'87 of 100. '.repeat(7)}\n`.repeat(230_000) };

const mailerAt = (url: string, replyTimeoutMs = 5_000) =>
  createMailer({ url, from: 'reports@example.com', connectionTimeoutMs: replyTimeoutMs, replyTimeoutMs });

const messageAt = (step: Step) => (step === 'body' ? longMail : mail);
const sessions = steps.flatMap((at) => [false, true].map((pipelining) => ({ at, pipelining })));

describe('a failing connection', () => {
  test.each(sessions)(
    'dropped at $at is uncertain only after the closing dot (pipelining: $pipelining)',
    async (session) => {
      await using smtp = await startFaultySmtp({ ...session, fault: 'drop' });

      const error = await mailerAt(smtp.url)
        .send(messageAt(session.at))
        .catch((error: unknown) => error);

      expect(error).toBeInstanceOf(MailError);
      expect(error).toMatchObject({ failure: 'retryable', uncertain: session.at === 'end' });
      expect(smtp.received).toBe(session.at === 'end' ? 1 : 0);
    },
  );

  test.each(sessions)(
    'silent at $at is uncertain only after the closing dot (pipelining: $pipelining)',
    async (session) => {
      await using smtp = await startFaultySmtp({ ...session, fault: 'hang' });

      const error = await mailerAt(smtp.url, 300)
        .send(messageAt(session.at))
        .catch((error: unknown) => error);

      expect(error).toMatchObject({
        code: session.at === 'end' ? 'mail_outcome_unknown' : 'mail_server_unavailable',
        failure: 'retryable',
        uncertain: session.at === 'end',
      });
    },
  );

  test.each(sessions)(
    'stopped by its caller at $at is uncertain only after the closing dot (pipelining: $pipelining)',
    async (session) => {
      await using smtp = await startFaultySmtp({ ...session, fault: 'hang' });
      const stop = new AbortController();

      const sending = mailerAt(smtp.url).send({ ...messageAt(session.at), signal: stop.signal });
      void smtp.reached.then(() => stop.abort());

      await expect(sending).rejects.toMatchObject({
        code: session.at === 'end' ? 'mail_outcome_unknown' : 'mail_aborted',
        failure: 'retryable',
        uncertain: session.at === 'end',
      });
    },
  );

  test.each([
    ['421 closing', { code: 'mail_throttled', failure: 'throttled', uncertain: false }],
    ['451 try again', { code: 'mail_throttled', failure: 'throttled', uncertain: false }],
    ['552 too large', { code: 'mail_refused', failure: 'permanent', uncertain: false }],
    ['354 what?', { code: 'mail_outcome_unknown', failure: 'retryable', uncertain: true }],
    ['certainly', { code: 'mail_outcome_unknown', failure: 'retryable', uncertain: true }],
  ])('answered %j for the whole message is classified by it', async (fault, expected) => {
    await using smtp = await startFaultySmtp({ at: 'end', fault });

    await expect(mailerAt(smtp.url).send(mail)).rejects.toMatchObject(expected);
  });

  test('answered nonsense before the message is a server to try again, not a delivery in doubt', async () => {
    await using smtp = await startFaultySmtp({ at: 'greeting', fault: 'HTTP/1.1 400 Bad Request' });

    await expect(mailerAt(smtp.url).send(mail)).rejects.toMatchObject({
      code: 'mail_server_unavailable',
      failure: 'retryable',
      uncertain: false,
    });
  });

  test('breaks off what it is sending when it is closed', async () => {
    await using smtp = await startFaultySmtp({ at: 'RCPT', fault: 'hang' });
    const mailer = mailerAt(smtp.url);

    const sending = mailer.send(mail);
    void smtp.reached.then(() => mailer.close());

    await expect(sending).rejects.toMatchObject({ code: 'mail_aborted', uncertain: false });
  });
});
