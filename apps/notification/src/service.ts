import { startStageService, type StageHandler } from '@callscript/pipeline';
import type { Service, ServiceContext } from '@callscript/service';
import type { z } from 'zod';
import type { notificationSettings } from './config.ts';
import { deliverReport } from './deliver-report.ts';
import { createMailer } from './mail/mailer.ts';

type Settings = z.infer<z.ZodObject<typeof notificationSettings>>;

export async function startNotification(context: ServiceContext<Settings>): Promise<Service> {
  const { settings } = context;
  return await startStageService({
    name: 'notification',
    context,
    async build({ database, stack }) {
      const mailer = createMailer({ url: settings.SMTP_URL, from: settings.MAIL_FROM });
      stack.defer(() => mailer.close());
      const handler = deliverReport({ db: database.db, mailer, dashboardUrl: settings.DASHBOARD_URL });
      return [handler as StageHandler<unknown>];
    },
  });
}
