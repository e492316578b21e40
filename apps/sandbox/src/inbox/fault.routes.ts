import { parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { smtpFaultSchema, type SmtpFaults } from './smtp-faults.ts';

export async function faultRoutes(app: FastifyInstance, { smtpFaults }: { smtpFaults: SmtpFaults }): Promise<void> {
  app.post('/', async (request, reply) => {
    smtpFaults.add(parseInput(smtpFaultSchema, request.body, 'body'));
    return reply.code(201).send({ faults: smtpFaults.list() });
  });

  app.get('/', () => ({ faults: smtpFaults.list() }));

  app.delete('/', async (_request, reply) => {
    smtpFaults.clear();
    return reply.code(204).send();
  });
}
