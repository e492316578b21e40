import type { FastifyInstance } from 'fastify';
import { loseAnswers } from '../faults/meet-fault.ts';
import type { VendorFaults } from '../faults/vendor-faults.ts';
import type { RequestLog } from '../stt/request-log.ts';
import type { SpokenCalls } from '../stt/spoken-calls.ts';
import { registerClipRoute } from './clip.routes.ts';
import { registerJobRoutes } from './job.routes.ts';
import type { JobStore } from './job-store.ts';
import { refuseAsSarvam } from './refusal.ts';
import { createSarvamDoor } from './sarvam-door.ts';
import { storageRoutes } from './storage.routes.ts';

export type SarvamDependencies = {
  faults: VendorFaults;
  spokenCalls: SpokenCalls;
  requests: RequestLog;
  jobs: JobStore;
};

/** Sarvam's speech-to-text: clips, batch jobs, and the storage behind its presigned addresses. */
export async function sarvamRoutes(app: FastifyInstance, deps: SarvamDependencies): Promise<void> {
  app.setErrorHandler((error: { statusCode?: number; status?: number; message: string }, _request, reply) =>
    refuseAsSarvam(reply, { status: error.status ?? error.statusCode ?? 500, message: error.message }),
  );
  loseAnswers(app);
  const door = createSarvamDoor(deps);
  registerClipRoute(app, deps, door);
  registerJobRoutes(app, deps, door);
  await app.register(storageRoutes, { ...deps, prefix: '/storage' });

  app.get('/requests', () => ({ requests: deps.requests.list('sarvam') }));
  app.delete('/requests', async (_request, reply) => {
    deps.requests.clear('sarvam');
    return reply.code(204).send();
  });
}
