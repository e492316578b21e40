import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@callscript/service';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';
import type { SmtpCommand, SmtpFault, SmtpFaults } from './smtp-faults.ts';

/** Listens for mail and puts it into the mailbox. Any sender, any recipient, any password. */
export async function startSmtpServer(
  { host, port, maxMessageBytes }: { host: string; port: number; maxMessageBytes: number },
  { mailbox, faults, logger }: { mailbox: Mailbox; faults: SmtpFaults; logger: Logger },
): Promise<AsyncDisposable & { port: number }> {
  const stopping = new AbortController();

  async function meetFault(command: SmtpCommand): Promise<SmtpFault | undefined> {
    const fault = faults.take(command);
    if (!fault) return undefined;
    await sleep(fault.delayMs, undefined, { signal: stopping.signal });
    if (fault.responseCode) throw new SmtpReplyError(fault.responseCode, fault.message);
    return fault;
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<'kept' | 'dropped'> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (!stream.sizeExceeded) chunks.push(chunk);
    }
    if (stream.sizeExceeded) throw new SmtpReplyError(552, 'Message is larger than the limit');
    const fault = await meetFault('data');
    const { mailFrom, rcptTo } = session.envelope;
    await mailbox.add(Buffer.concat(chunks), {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      username: typeof session.user === 'string' ? session.user : '',
    });
    return fault?.dropAfterData ? 'dropped' : 'kept';
  }

  const server = new SMTPServer({
    size: maxMessageBytes,
    authOptional: true,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1000,
    onConnect: (_session, callback) => void answer(meetFault('connect'), callback),
    onMailFrom: (_address, _session, callback) => void answer(meetFault('mail'), callback),
    onRcptTo: (_address, _session, callback) => void answer(meetFault('rcpt'), callback),
    onAuth: ({ username = '' }, _session, callback) =>
      void answer(meetFault('auth'), (error) =>
        error ? callback(error) : callback(null, { user: username || 'anonymous' }),
      ),
    onData: (stream, session, callback) => void finishData(stream, session, callback),
  });

  async function finishData(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    callback: (error: Error | null, reply?: string) => void,
  ): Promise<void> {
    try {
      const outcome = await receive(stream, session);
      if (outcome === 'kept') callback(null, 'OK: kept in the inbox');
      else disconnect(session.id);
    } catch (error) {
      if (!(error instanceof SmtpReplyError))
        logger.error({ err: error, event: 'mail_lost' }, 'a message could not be kept');
      callback(toSmtpError(error));
    }
  }

  function disconnect(sessionId: string): void {
    for (const connection of server.connections) {
      if (connection.id === sessionId) connection.close();
    }
  }

  // A client that resets its connection is reported here; without a listener it would end the process.
  server.on('error', (error) => logger.warn({ err: error, event: 'smtp_failed' }, 'SMTP failed'));
  server.listen(port, host);
  await once(server.server, 'listening');

  return {
    port: (server.server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

class SmtpReplyError extends Error {
  readonly code = 'SMTP_REPLY';
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** What went wrong on our side is a transient failure: the sender keeps the message and tries again. */
function toSmtpError(error: unknown): SmtpReplyError {
  return error instanceof SmtpReplyError ? error : new SmtpReplyError(451, 'The message could not be kept');
}

async function answer(outcome: Promise<unknown>, callback: (error: Error | null) => void): Promise<void> {
  let error: Error | null = null;
  try {
    await outcome;
  } catch (reason) {
    error = toSmtpError(reason);
  }
  callback(error);
}
