import { createHttpServer } from '@callscript/http';
import type { Logger } from '@callscript/service';
import type { FastifyInstance } from 'fastify';
import { deepgramRoutes } from './deepgram/listen.routes.ts';
import { vendorFaultRoutes } from './faults/fault.routes.ts';
import type { VendorFaults } from './faults/vendor-faults.ts';
import { faultRoutes } from './inbox/fault.routes.ts';
import type { Mailbox } from './inbox/mailbox.ts';
import { mailpitRoutes } from './inbox/mailpit.routes.ts';
import type { SmtpFaults } from './inbox/smtp-faults.ts';
import { viewRoutes } from './inbox/view.routes.ts';
import type { DeliverySettings } from './mcube/deliver.ts';
import type { DeliveryLog } from './mcube/delivery-log.ts';
import { recordingRoutes } from './mcube/recording.routes.ts';
import type { RecordingFaults } from './mcube/recording-faults.ts';
import type { RecordingLibrary } from './mcube/recording-library.ts';
import { webhookRoutes } from './mcube/webhook.routes.ts';
import { pageRoutes } from './page/page.routes.ts';
import type { JobStore } from './sarvam/job-store.ts';
import { sarvamRoutes } from './sarvam/sarvam.routes.ts';
import type { RequestLog } from './stt/request-log.ts';
import type { SpokenCalls } from './stt/spoken-calls.ts';

export type AppDependencies = {
  logger: Logger;
  mcube: {
    recordings: RecordingLibrary;
    recordingFaults: RecordingFaults;
    deliveries: DeliveryLog;
    delivery: DeliverySettings;
    maxUploadBytes: number;
  };
  inbox: { mailbox: Mailbox; smtpFaults: SmtpFaults };
  speech: { faults: VendorFaults; spokenCalls: SpokenCalls; requests: RequestLog; jobs: JobStore };
};

/** Every company of the outside world, and its place on the port. */
export async function buildApp({ logger, mcube, inbox, speech }: AppDependencies): Promise<FastifyInstance> {
  const app = createHttpServer({ logger, bodyLimitBytes: 1024 * 1024 });
  // A recording that hangs on purpose hangs for ever, yet does not keep the process from stopping.
  app.server.setTimeout(0);
  // A large recording may take its time to come in.
  app.server.requestTimeout = 0;
  app.addHook('preClose', (done) => {
    app.server.closeAllConnections();
    done();
  });

  app.get('/health/live', () => ({ status: 'live' }));

  await app.register(recordingRoutes, { prefix: '/mcube/recordings', ...mcube });
  await app.register(webhookRoutes, { prefix: '/mcube', ...mcube });

  await app.register(mailpitRoutes, { prefix: '/api/v1', ...inbox });
  await app.register(viewRoutes, { prefix: '/view', ...inbox });
  await app.register(faultRoutes, { prefix: '/inbox/faults', ...inbox });

  await app.register(sarvamRoutes, { prefix: '/sarvam', ...speech });
  await app.register(deepgramRoutes, { prefix: '/deepgram', ...speech });
  await app.register(vendorFaultRoutes, { prefix: '/faults', ...speech });

  await app.register(pageRoutes);
  return app;
}
