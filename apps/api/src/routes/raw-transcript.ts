import { callKeySchema, type Transcript } from '@callscript/contracts';
import type { SecretBox } from '@callscript/db';
import { HttpProblem, parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../auth/authenticate.ts';
import { requireBusiness } from '../auth/require-business.ts';
import { requireRole, type User } from '../auth/user.ts';
import type { RecordSources } from '../read-call-record.ts';
import { readRawTranscript } from '../read-raw-transcript.ts';
import { toTranscript } from '../recorded-transcript.ts';

export async function rawTranscriptRoutes(
  app: FastifyInstance,
  { secretBox, ...sources }: RecordSources & { secretBox: SecretBox | undefined },
): Promise<void> {
  app.get('/:bid/:callid/raw-transcript', async (req): Promise<Transcript> => {
    const key = parseInput(callKeySchema, req.params, 'path');
    const user = userOf(req);
    await requireBusiness(sources.db, user, key.bid);
    requireOwnPeople(user);
    if (secretBox === undefined) throw new HttpProblem(501, 'this API has no key to what was said before redaction');
    const by = { actor: user.email, ip: req.ip, requestId: req.id };
    const transcript = await readRawTranscript({ ...sources, secretBox }, key, by);
    if (transcript === undefined) throw new HttpProblem(404, 'nothing is kept of this call from before redaction');
    return toTranscript(transcript);
  });
}

/** What people told a business is for that business: nobody of the platform reads it, whatever the role. */
function requireOwnPeople(user: User): void {
  requireRole(user, 'admin', 'reviewer');
  if (user.bid === null) throw new HttpProblem(403, 'this is for people of the business alone');
}
