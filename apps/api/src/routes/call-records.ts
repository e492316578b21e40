import { bidSchema, callKeySchema, processingStates, verdicts, type CallList } from '@callscript/contracts';
import { findCall, listCalls, type CallFilter } from '@callscript/db';
import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { userOf } from '../auth/authenticate.ts';
import { requireBusiness } from '../auth/require-business.ts';
import { maySeeCall } from '../auth/user.ts';
import { toCallSummary } from '../call-summary.ts';
import { etagOf, matchesEtag } from '../etag.ts';
import { cursorSchema, encodeCursor } from '../list-cursor.ts';
import { readCallRecord, type RecordSources } from '../read-call-record.ts';

const listParamsSchema = z.object({ bid: bidSchema });
const listQuerySchema = z.object({
  /** Repeated or separated by commas. */
  state: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(z.enum(processingStates)))
    .optional(),
  verdict: z.enum(verdicts).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursorSchema.optional(),
});

export async function callRecordRoutes(app: FastifyInstance, sources: RecordSources): Promise<void> {
  const { db } = sources;

  app.get('/:bid', async (req): Promise<CallList> => {
    const { bid } = parseInput(listParamsSchema, req.params, 'path');
    const { state, verdict, limit, cursor } = parseInput(listQuerySchema, req.query, 'query');
    const user = userOf(req);
    await requireBusiness(db, user, bid);
    const filter: CallFilter = {
      ...(state === undefined ? {} : { states: state }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(user.role === 'agent' ? { agentEmail: user.email } : {}),
    };
    // One more than asked for tells whether there is a next page.
    const rows = await listCalls(db, bid, { filter, after: cursor, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1)?.call : undefined;
    return {
      items: items.map(toCallSummary),
      next_cursor: last === undefined ? null : encodeCursor({ startedAt: last.call_starttime, id: last.id }),
    };
  });

  app.get('/:bid/:callid', async (req, reply) => {
    const key = parseInput(callKeySchema, req.params, 'path');
    const user = userOf(req);
    await requireBusiness(db, user, key.bid);
    const call = await findCall(db, key);
    if (call === undefined || !maySeeCall(user, call)) throw noSuchCall();
    if (matchesEtag(req.headers['if-none-match'], etagOf(call))) {
      return await reply.code(304).header('etag', etagOf(call)).send();
    }
    const found = await readCallRecord(sources, key);
    if (found === undefined) throw noSuchCall();
    return await reply.header('etag', etagOf(found.call)).send(found.record);
  });
}

function noSuchCall(): HttpProblem {
  return new HttpProblem(404, 'there is no such call');
}
