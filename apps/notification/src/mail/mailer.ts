import { createTransport } from 'nodemailer';
import parseAddresses from 'nodemailer/lib/addressparser';
import { classifyMailFailure } from './classify-mail-failure.ts';
import { MailError } from './mail-error.ts';
import { smtpOptions, type SmtpSettings } from './smtp-options.ts';

export interface MailerOptions extends SmtpSettings {
  /** `Name <address>` or a bare address. */
  from: string;
}

export interface OutgoingMail {
  /** One bare address. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** The same for every try of one message, so that a server or a reader can tell a repetition: `<id@host>`. */
  messageId: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface MailReceipt {
  messageId: string;
  /** The server's words on accepting, often with its own id of the message. */
  response: string;
}

export interface Mailer {
  /** Of the sender's address; message ids belong under it. */
  readonly domain: string;
  /** @throws MailError */
  send(mail: OutgoingMail): Promise<MailReceipt>;
  /** Connects and logs in. @throws MailError */
  verify(): Promise<void>;
  /** Breaks off what is being sent; those sends reject. */
  close(): void;
}

/** Tells mail programs that nobody wrote this, so that no out-of-office answer comes back (RFC 3834, and Exchange's own). */
const automaticHeaders = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** One recipient, as SMTP takes it: nothing that an address list, a comment or a header could be made of. */
const addressPattern = /^[^\s\p{Cc}\p{Cf}@<>()[\]\\,;:"]{1,64}@[^\s\p{Cc}\p{Cf}@<>()[\]\\,;:"]{1,255}$/u;

export const senderRule = 'must be one email address, with or without a name: Name <address>';

/** The bare address of a `from` that keeps to `senderRule`. */
export function findSenderAddress(from: string): string | undefined {
  const [sender, ...others] = parseAddresses(from, { flatten: true });
  const address = sender?.address ?? '';
  return others.length === 0 && addressPattern.test(address) ? address : undefined;
}

/** @throws Error on a malformed `url` or `from` */
export function createMailer({ from, ...settings }: MailerOptions): Mailer {
  const options = smtpOptions(settings);
  const sender = findSenderAddress(from);
  if (sender === undefined) throw new Error(`the sender ${senderRule}`);
  const closing = new AbortController();

  return {
    domain: sender.slice(sender.lastIndexOf('@') + 1),
    async send({ to, signal, headers, ...message }) {
      if (!addressPattern.test(to)) {
        const fields = { code: 'mail_address_invalid', failure: 'permanent', uncertain: false } as const;
        throw new MailError('the recipient is not an email address', fields);
      }
      let handedOver = false;
      const transport = createTransport(options).use('stream', (mail, done) => {
        // The connection reads this stream only once the server said 354, and writes the closing dot after its end.
        mail.message?.processFunc((content) => content.once('end', () => (handedOver = true)));
        done();
      });
      try {
        const { messageId, response } = await transport.sendMail({
          ...message,
          from,
          to: { name: '', address: to },
          headers: { ...headers, ...automaticHeaders },
          signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
        });
        return { messageId, response };
      } catch (error) {
        throw classifyMailFailure(error, handedOver);
      }
    },
    async verify() {
      try {
        await createTransport(options).verify();
      } catch (error) {
        throw classifyMailFailure(error, false);
      }
    },
    close() {
      closing.abort();
    },
  };
}
