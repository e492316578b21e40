import { runService } from '@callscript/service';
import { orchestratorSettings } from './config.ts';
import { startOrchestrator } from './service.ts';

await runService({
  name: 'orchestrator',
  settings: orchestratorSettings,
  environment: process.env,
  start: startOrchestrator,
});
