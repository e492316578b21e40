import type { FastifyReply, FastifyRequest } from 'fastify';
import { meetFault } from '../faults/meet-fault.ts';
import type { VendorFault } from '../faults/vendor-fault.ts';
import type { VendorFaults } from '../faults/vendor-faults.ts';
import type { RequestLog } from '../stt/request-log.ts';
import { refuseAsSarvam } from './refusal.ts';

export type SarvamDoor = {
  /** Notes the request, does what a fault says, asks for the key; undefined when that was the answer. */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: string,
    asked: object,
  ): Promise<{ apiKey: string; fault: VendorFault | undefined } | undefined>;
};

/** What every request to Sarvam's API goes through. Any key will do but one that begins with `invalid`. */
export function createSarvamDoor({ faults, requests }: { faults: VendorFaults; requests: RequestLog }): SarvamDoor {
  return {
    async open(request, reply, operation, asked) {
      const header = request.headers['api-subscription-key'];
      const apiKey = typeof header === 'string' && !header.startsWith('invalid') ? header : undefined;
      requests.add({ vendor: 'sarvam', operation, asked });
      const fault = faults.take({ vendor: 'sarvam', operation, apiKey });
      if (await meetFault(reply, fault, refuseAsSarvam)) return undefined;
      if (apiKey !== undefined && apiKey !== '') return { apiKey, fault };
      refuseAsSarvam(reply, { status: 403 });
      return undefined;
    },
  };
}
