import type { Db } from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../auth/authenticate.ts';
import { requireRole } from '../auth/user.ts';
import { checkPipeline } from '../pipeline-health.ts';

export async function opsRoutes(
  app: FastifyInstance,
  { db, broker }: { db: Db; broker: Pick<Broker, 'checkQueue'> },
): Promise<void> {
  app.get('/pipeline/health', async (req, reply) => {
    requireRole(userOf(req), 'admin', 'ops');
    const health = await checkPipeline({ db, broker, logger: req.log });
    return await reply.code(health.status === 'down' ? 503 : 200).send(health);
  });
}
