import { brokerSettings, commonSettings, databaseSettings, setting, stageSettings } from '@callscript/service';
import { findSenderAddress, senderRule } from './mail/mailer.ts';

export const notificationSettings = {
  ...commonSettings,
  ...databaseSettings,
  ...brokerSettings,
  ...stageSettings,
  CONCURRENCY: stageSettings.CONCURRENCY.default(4),
  /** `smtp://user:password@host:587` or `smtps://…`. */
  SMTP_URL: setting.url('smtp', 'smtps'),
  MAIL_FROM: setting
    .text()
    .refine((from) => findSenderAddress(from) !== undefined, senderRule)
    .default('CallScript <reports@callscript.example>'),
  /** Where a person reads a call; the report links to `<this>/calls/<bid>/<callid>`. No link when absent. */
  DASHBOARD_URL: setting.url('http', 'https').optional(),
};
