// Fastify that checks the signature and parses the body, and keeps nothing: the most that HTTP leaves room for.
import { createHmac, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';

const secret = process.env['BENCH_SECRET'] ?? '';
const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_req, body, done) => done(null, body));
app.post<{ Body: Buffer }>('/webhook/call-completed', async (req, reply) => {
  const given = Buffer.from(String(req.headers['x-mcube-signature']).slice('sha256='.length), 'hex');
  const expected = createHmac('sha256', secret).update(req.body).digest();
  if (!timingSafeEqual(given, expected)) return await reply.code(401).send();
  const call = JSON.parse(req.body.toString()) as { bid: string; callid: string };
  return { status: 'accepted', bid: call.bid, callid: call.callid };
});
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.send?.({ event: 'ready' });
process.once('disconnect', () => process.exit());
