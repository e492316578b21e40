import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Where a session can go wrong, in its order. `body` is half-way through the content, `end` is after its closing dot. */
export const steps = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'end'] as const;
export type Step = (typeof steps)[number];
/** `drop` resets the connection, `hang` says nothing more, anything else is the answer given. */
export type Fault = 'drop' | 'hang' | (string & {});

export interface FaultySmtp extends AsyncDisposable {
  url: string;
  /** How many messages arrived whole, whatever was answered. */
  readonly received: number;
  /** Resolves when a session reached the faulty step. */
  reached: Promise<void>;
}

const answers = {
  greeting: '220 ready',
  EHLO: '250 ready',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  end: '250 kept',
};

/** A mail server that speaks SMTP by hand, so that it can fail at the very byte a test wants. */
export async function startFaultySmtp({
  at,
  fault,
  pipelining = false,
}: {
  at: Step;
  fault: Fault;
  pipelining?: boolean;
}) {
  const sockets = new Set<Socket>();
  const reached = Promise.withResolvers<void>();
  let received = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let pending = '';
    let inBody = false;
    let dead = false;

    const answer = (step: Exclude<Step, 'body'>) => {
      if (step === at) return fail();
      const text = step === 'EHLO' && pipelining ? '250-ready\r\n250 PIPELINING' : answers[step];
      socket.write(`${text}\r\n`);
      if (step === 'DATA') inBody = true;
    };
    const fail = () => {
      dead = fault === 'drop' || fault === 'hang';
      if (fault === 'hang') socket.pause();
      if (fault === 'drop') socket.resetAndDestroy();
      else if (!dead) socket.write(`${fault}\r\n`);
      reached.resolve();
    };
    const takeBody = (): boolean => {
      if (at === 'body' && pending !== '') fail();
      const end = pending.indexOf('\r\n.\r\n');
      if (dead || end === -1) return false;
      pending = pending.slice(end + 5);
      inBody = false;
      received += 1;
      answer('end');
      return true;
    };
    const takeCommand = (): boolean => {
      const end = pending.indexOf('\r\n');
      if (end === -1) return false;
      const [verb] = pending.slice(0, end).split(/[ :]/);
      pending = pending.slice(end + 2);
      if (verb === 'QUIT') socket.end('221 bye\r\n');
      else answer(verb as 'EHLO');
      return true;
    };
    const takeNext = () => !dead && (inBody ? takeBody() : takeCommand());

    answer('greeting');
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      while (takeNext());
    });
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const smtp: FaultySmtp = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get received() {
      return received;
    },
    reached: reached.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return smtp;
}
