import { runService } from '@callscript/service';
import { notificationSettings } from './config.ts';
import { startNotification } from './service.ts';

await runService({
  name: 'notification',
  settings: notificationSettings,
  environment: process.env,
  start: startNotification,
});
