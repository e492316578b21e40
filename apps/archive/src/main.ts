import { runService } from '@callscript/service';
import { archiveSettings } from './config.ts';
import { startArchive } from './service.ts';

await runService({ name: 'archive', settings: archiveSettings, environment: process.env, start: startArchive });
