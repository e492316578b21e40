import { runService } from '@callscript/service';
import { apiSettings } from './config.ts';
import { startApi } from './service.ts';

await runService({ name: 'api', settings: apiSettings, environment: process.env, start: startApi });
