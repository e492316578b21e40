import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { MailError } from './mail-error.ts';
import { createMailer, type OutgoingMail } from './mailer.ts';
import { refusal, startSmtpInbox } from './testing/smtp-inbox.ts';

const mail: OutgoingMail = {
  to: 'richa.verma@example.com',
  subject: 'Call quality report: 87/100 – 11 Mar 2026, 18:03',
  html: '<p>नमस्ते, 87 of 100</p>',
  text: 'नमस्ते, 87 of 100\n',
  messageId: '<6004.call-1@callscript.example.com>',
  headers: { 'X-CallScript-Report': '6004/call-1' },
};

const mailerAt = (url: string) =>
  createMailer({
    url,
    from: 'CallScript <reports@example.com>',
    connectionTimeoutMs: 5_000,
    replyTimeoutMs: 5_000,
  });

async function failureOf(sending: Promise<unknown>): Promise<MailError> {
  const error = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof MailError)) throw new Error('expected a MailError', { cause: error });
  return error;
}

describe('createMailer', () => {
  test('delivers both parts to the one recipient under the id it was given', async () => {
    await using inbox = await startSmtpInbox();

    const receipt = await mailerAt(inbox.url()).send(mail);

    expect(receipt).toEqual({ messageId: mail.messageId, response: '250 Ok 0100-example' });
    const [received] = inbox.mails;
    expect(received).toMatchObject({ from: 'reports@example.com', to: ['richa.verma@example.com'] });
    const parsed = await simpleParser(received?.source ?? '');
    expect(parsed).toMatchObject({
      subject: mail.subject,
      messageId: mail.messageId,
      html: mail.html,
      text: mail.text,
    });
    expect(parsed.from?.value).toEqual([{ address: 'reports@example.com', name: 'CallScript' }]);
    expect(parsed.headers.get('x-callscript-report')).toBe('6004/call-1');
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.attachments).toEqual([]);
  });

  test('keeps line breaks in a subject, a header, an id or the sender from making headers', async () => {
    await using inbox = await startSmtpInbox();
    const evil = 'x\r\nBcc: thief@example.org\r\n\r\nbody\u2028\0';
    const mailer = createMailer({
      url: inbox.url(),
      from: `"Call${evil}" <reports@example.com>`,
      connectionTimeoutMs: 5_000,
      replyTimeoutMs: 5_000,
    });

    await mailer.send({
      ...mail,
      subject: evil,
      messageId: `<${evil}@example.com>`,
      headers: { 'X-CallScript-Report': evil },
    });

    expect(inbox.mails[0]?.to).toEqual([mail.to]);
    const parsed = await simpleParser(inbox.mails[0]?.source ?? '');
    const names = new Set(parsed.headerLines.map(({ key }) => key));
    expect(names).toEqual(
      new Set(
        `from to subject message-id date mime-version content-type x-callscript-report auto-submitted
        x-auto-response-suppress`.split(/\s+/),
      ),
    );
    expect(parsed.headerLines).toHaveLength(names.size);
    expect(parsed.text).toBe(mail.text);
  });

  test.each([
    'a@example.com\r\nBcc: b@example.org',
    'a@example.com, b@example.org',
    'a@example.com> SIZE=1',
    'Name <a@example.com>',
    'team: a@example.com;',
    '"a"@example.com',
    'a b@example.com',
    'a@b@example.com',
    '@example.com',
    'a@',
    'nobody',
    '',
  ])('refuses %j as a recipient before it connects', async (to) => {
    await using inbox = await startSmtpInbox();

    const error = await failureOf(mailerAt(inbox.url()).send({ ...mail, to }));

    expect(error).toMatchObject({ code: 'mail_address_invalid', failure: 'permanent', uncertain: false });
    expect(inbox.mails).toEqual([]);
  });

  test.each([
    ['mail from', 454, 'throttled', 'mail_throttled'],
    ['mail from', 553, 'permanent', 'mail_refused'],
    ['recipient', 450, 'retryable', 'mail_deferred'],
    ['recipient', 451, 'throttled', 'mail_throttled'],
    ['recipient', 550, 'permanent', 'mail_refused'],
    ['content', 421, 'throttled', 'mail_throttled'],
    ['content', 452, 'retryable', 'mail_deferred'],
    ['content', 503, 'retryable', 'mail_deferred'],
    ['content', 554, 'permanent', 'mail_refused'],
  ])('takes a refusal at the %s with %d as %s', async (where, responseCode, failure, code) => {
    const no = refusal(responseCode, 'no luck for <richa.verma@example.com> today');
    await using inbox = await startSmtpInbox({
      ...(where === 'mail from' ? { onMailFrom: (_address, _session, done) => done(no) } : {}),
      ...(where === 'recipient' ? { onRcptTo: (_address, _session, done) => done(no) } : {}),
      ...(where === 'content'
        ? { onData: (stream, _session, done) => stream.resume().once('end', () => done(no)) }
        : {}),
    });

    const error = await failureOf(mailerAt(inbox.url()).send(mail));

    expect(error).toMatchObject({ failure, code, uncertain: false });
    expect(error.retryAfterMs).toBe(failure === 'throttled' ? 60_000 : undefined);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('richa');
    expect(error.message).toContain(`${responseCode} no luck for <[address]> today`);
  });

  test('logs in, and says plainly when the login is refused', async () => {
    await using inbox = await startSmtpInbox({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'sender' && password === 'p@ss/word'
          ? done(null, { user: username })
          : done(refusal(535, 'bad login')),
    });

    await mailerAt(inbox.url('sender:p%40ss%2Fword@')).send(mail);
    const error = await failureOf(mailerAt(inbox.url('sender:wrong@')).send(mail));

    expect(inbox.mails).toHaveLength(1);
    expect(error).toMatchObject({ code: 'mail_login_refused', failure: 'throttled', uncertain: false });
    expect(error.message).toBe('the mail server refused our login: 535 bad login');
  });

  test('waits when the login is refused for now', async () => {
    await using inbox = await startSmtpInbox({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(refusal(454, 'temporary authentication failure')),
    });

    const error = await failureOf(mailerAt(inbox.url('sender:word@')).send(mail));

    expect(error).toMatchObject({ code: 'mail_throttled', failure: 'throttled', uncertain: false });
  });

  test('retries later when nobody listens or the name is unknown', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');

    for (const url of [`smtp://127.0.0.1:${port}`, 'smtp://mail.invalid:25']) {
      const error = await failureOf(mailerAt(url).send(mail));
      expect(error).toMatchObject({ code: 'mail_server_unavailable', failure: 'retryable', uncertain: false });
    }
  });

  test('verifies that it could connect and log in', async () => {
    await using inbox = await startSmtpInbox({
      authOptional: false,
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 1 }) : done(refusal(535, 'bad login')),
    });

    await expect(mailerAt(inbox.url('sender:right@')).verify()).resolves.toBeUndefined();
    await expect(mailerAt(inbox.url('sender:wrong@')).verify()).rejects.toMatchObject({ code: 'mail_login_refused' });
  });

  test('does not start with a server or a sender it cannot use, and does not repeat the password', () => {
    const options = { from: 'reports@example.com', connectionTimeoutMs: 1, replyTimeoutMs: 1 };
    for (const url of [
      'http://user:hunter2@example.com',
      'smtp://user:hunter2@exa mple.com',
      'smtp:hunter2',
      'hunter2',
    ]) {
      expect(() => createMailer({ ...options, url })).toThrow(/^(?!.*hunter2).*smtp:\/\/host:port/);
    }
    for (const from of ['', 'nobody', 'a@example.com, b@example.com']) {
      expect(() => createMailer({ ...options, url: 'smtp://mail.example.com', from })).toThrow('one email address');
    }
  });
});
