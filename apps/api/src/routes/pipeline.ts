import { bidSchema } from '@callscript/contracts';
import { countCallsByState, type Db } from '@callscript/db';
import { parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { userOf } from '../auth/authenticate.ts';
import { requireBusiness } from '../auth/require-business.ts';
import { requireRole } from '../auth/user.ts';
import { toPipelineStatus, type PipelineStatus } from '../pipeline-status.ts';

const paramsSchema = z.object({ bid: bidSchema });

export async function pipelineRoutes(app: FastifyInstance, { db }: { db: Db }): Promise<void> {
  app.get('/:bid/status', async (req): Promise<PipelineStatus> => {
    const { bid } = parseInput(paramsSchema, req.params, 'path');
    const user = userOf(req);
    const subscription = await requireBusiness(db, user, bid);
    requireRole(user, 'admin', 'ops', 'supervisor', 'reviewer');
    return toPipelineStatus(bid, subscription, await countCallsByState(db, bid));
  });
}
