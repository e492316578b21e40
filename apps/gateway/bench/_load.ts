// The load: keep-alive connections, one request at a time on each, each for another call. Requests are made beforehand,
// because what signs and what is measured share the machine.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { measure, type Timing } from './_measure.ts';
import { sampleCall, signedRequest } from './_sample-call.ts';

export interface LoadOrder extends Timing {
  url: string;
  bid: string;
  secret: string;
  /** How many requests to make beforehand. */
  prepare: number;
}

process.once('message', (order) => {
  void load(order as LoadOrder).then((figures) => {
    process.send?.(figures);
    process.disconnect();
  });
});
process.send?.('ready');

async function load(order: LoadOrder) {
  const url = new URL(order.url);
  const run = randomUUID();
  let made = 0;
  const make = (): Buffer =>
    signedRequest(
      { host: url.host, path: url.pathname, secret: order.secret },
      JSON.stringify(sampleCall(order.bid, `${run}-${++made}`)),
    );
  const requests = Array.from({ length: order.prepare }, make);
  const clients = await Promise.all(
    Array.from({ length: order.concurrency }, () => openClient(url.hostname, Number(url.port))),
  );
  const figures = await measure(order, async (worker) => (await clients[worker]?.(requests.pop() ?? make())) === 200);
  return { ...figures, leftOver: requests.length };
}

type Client = (request: Buffer) => Promise<number>;

/** Just enough HTTP for answers that carry a content-length. */
async function openClient(host: string, port: number): Promise<Client> {
  const socket: Socket = connect({ host, port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let pending = '';
  let answered: (status: number) => void = () => {};
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    const head = pending.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(pending)?.[1] ?? 0);
    if (pending.length < head + 4 + length) return;
    const status = Number(pending.slice(9, 12));
    pending = '';
    answered(status);
  });
  socket.on('error', () => answered(0));
  socket.on('close', () => answered(0));
  socket.unref();
  return (request) =>
    new Promise((resolve) => {
      answered = resolve;
      socket.ref();
      socket.write(request);
    });
}
