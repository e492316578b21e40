import { callKeySchema, speakers } from '@callscript/contracts';
import type { Db, SecretBox } from '@callscript/db';
import { HttpProblem, parseInput } from '@callscript/http';
import type { Broker } from '@callscript/messaging';
import type { RerunOutcome } from '@callscript/pipeline';
import type { SpeakerChange } from '@callscript/transcript';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { userOf } from '../auth/authenticate.ts';
import { requireBusiness } from '../auth/require-business.ts';
import { requireRole } from '../auth/user.ts';
import { changeCallSpeakers } from '../change-speakers.ts';
import { etagOf, matchesEtag } from '../etag.ts';
import { readCallRecord, type RecordSources } from '../read-call-record.ts';

const bodySchema = z
  .strictObject({
    /** The agent is the customer, and the other way round. */
    swap: z.literal(true).optional(),
    /** Who each voice is, by its number. */
    voices: z.array(z.enum(speakers)).min(1).max(20).optional(),
  })
  .refine(({ swap, voices }) => (swap === undefined) !== (voices === undefined), {
    path: ['swap'],
    message: 'give either `swap` or `voices`',
  });

interface SpeakerDeps extends RecordSources {
  db: Db;
  broker: Broker;
  secretBox: SecretBox | undefined;
}

export async function speakerRoutes(app: FastifyInstance, deps: SpeakerDeps): Promise<void> {
  app.post('/:bid/:callid/speakers', async (req, reply) => {
    const key = parseInput(callKeySchema, req.params, 'path');
    const user = userOf(req);
    await requireBusiness(deps.db, user, key.bid);
    requireRole(user, 'admin', 'supervisor', 'reviewer');
    const change = toChange(parseInput(bodySchema, req.body, 'body'));
    const ifMatch = req.headers['if-match'];
    const outcome = await changeCallSpeakers(
      { ...deps, logger: req.log },
      {
        key,
        change,
        by: { actor: user.email, ip: req.ip, requestId: req.id },
        isExpected: (call) => ifMatch === undefined || matchesEtag(ifMatch, etagOf(call)),
      },
    );
    if (outcome.kind !== 'due') throw toProblem(outcome);
    const found = await readCallRecord(deps, key);
    if (found === undefined) throw toProblem({ kind: 'not_found' });
    return await reply.code(202).header('etag', etagOf(found.call)).send(found.record);
  });
}

function toChange({ voices }: z.infer<typeof bodySchema>): SpeakerChange {
  return voices === undefined ? { kind: 'swap' } : { kind: 'voices', speakers: voices };
}

function toProblem(outcome: Exclude<RerunOutcome, { kind: 'due' }>): HttpProblem {
  switch (outcome.kind) {
    case 'not_found':
      return new HttpProblem(404, 'there is no such call');
    case 'changed':
      return new HttpProblem(412, 'the call has changed since you read it');
    case 'busy':
      return new HttpProblem(409, `the call is being worked on (${outcome.state}); try again when it has been`, {
        headers: { 'retry-after': '10' },
      });
    case 'not_rerunnable':
      return new HttpProblem(409, `a call that is ${outcome.state} cannot be analysed again`);
  }
}
