import { parseInput } from '@callscript/http';
import type { FastifyInstance } from 'fastify';
import { vendorFaultSchema } from './vendor-fault.ts';
import type { VendorFaults } from './vendor-faults.ts';

/** Trouble for the next requests to a vendor, on demand. */
export async function vendorFaultRoutes(app: FastifyInstance, { faults }: { faults: VendorFaults }): Promise<void> {
  app.post('/', async (request, reply) => {
    faults.add(parseInput(vendorFaultSchema, request.body, 'body'));
    return reply.code(201).send({ faults: faults.list() });
  });

  app.get('/', () => ({ faults: faults.list() }));

  app.delete('/', async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}
