import { createHttpServer } from '@callscript/http';
import type { Logger } from '@callscript/service';
import type { FastifyInstance } from 'fastify';
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
};

/** Every company of the outside world, and its place on the port. */
export async function buildApp({ logger, mcube, inbox }: AppDependencies): Promise<FastifyInstance> {
  const app = createHttpServer({ logger, bodyLimitBytes: 1024 * 1024 });
  // A recording that hangs on purpose hangs for ever, yet does not keep the process from stopping.
  app.server.setTimeout(0);
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

  await app.register(pageRoutes);
  return app;
}
