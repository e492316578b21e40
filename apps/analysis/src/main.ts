import { runService } from '@callscript/service';
import { analysisSettings } from './config.ts';
import { startAnalysis } from './service.ts';

await runService({ name: 'analysis', settings: analysisSettings, environment: process.env, start: startAnalysis });
